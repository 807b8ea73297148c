import { type AuditAction, type AuditEventRecord, auditActions, isAuditAction } from "@countersign/core";
import { shortId } from "../interface/short-id.ts";

/** What an event says: what was done; refused, what was tried. */
export function eventSentence({ action, outcome }: Pick<AuditEventRecord, "action" | "outcome">): string {
  if (!isAuditAction(action)) return outcome === "done" ? action : `${action} was refused`;
  return outcome === "done" ? auditActions[action].replace(/\.$/, "") : `${attemptWords(action)} was refused`;
}

/** How it ended: done, or refused and by which rule. */
export function outcomeWords({ outcome, code }: Pick<AuditEventRecord, "outcome" | "code">): string {
  if (outcome === "done") return "Done";
  return code === null ? "Refused" : `Refused: ${code.replaceAll("_", " ")}`;
}

/** What an event is about, as a name; an id that has none is short. */
export function targetWords({ target }: Pick<AuditEventRecord, "target">): string {
  return target.name === target.id ? shortId(target.name) : target.name;
}

/** What was tried, for the actions whose name does not say it by itself. */
const attempts: Partial<Readonly<Record<AuditAction, string>>> = {
  "manifest.apply": "Applying a manifest of access",
  "signing-key.prepare": "Preparing a signing key",
  "signing-key.start": "Starting a signing key",
  "signing-key.retire": "Retiring a signing key",
  "release.sign": "Signing a release afterwards",
  "audit.retain": "Dropping old audit events",
  "manifest.take-over": "Taking something over into a manifest",
  "setup.claim": "Using the setup token",
  "owner.recover": "Recovering an owner",
  "session.sign-in": "Signing in",
  "session.sign-in-refused": "Signing in",
  "session.foreign-origin": "Acting from a page of another origin",
  "session.sign-out": "Signing out",
  "credential.link": "Making a link for a new password",
  "credential.reset": "Setting a new password",
  "member.invite": "Inviting somebody",
  "group.member.add": "Adding to a group",
  "group.member.remove": "Taking out of a group",
  "binding.create": "Giving a role",
  "binding.update": "Changing the time or the reason of a binding",
  "binding.delete": "Taking a role away",
  "version.create": "Saving a version",
  "upload.open": "Uploading rows",
  "upload.append": "Uploading rows",
  "upload.discard": "Throwing an upload away",
  "label.release": "Releasing",
  "release.rollback": "Rolling back",
  "release.adopt": "Adopting what a label serves",
  "release.withdraw": "Withdrawing a release",
  "release.break-glass": "Releasing in an emergency",
  "release.review-after": "Reviewing an emergency release",
  "release.review-overdue": "Noting that a review is overdue",
  "notification.read": "Putting notifications away",
  "request.open": "Asking for a release",
  "request.push": "Pushing into a release request",
  "request.rebase": "Rebasing a release request",
  "request.cancel": "Cancelling a release request",
  "request.reject": "Rejecting a release request",
  "request.act": "Carrying a tree request out",
  "request.expire": "Ending a release request",
  "request.schedule": "Scheduling a release request",
  "request.unschedule": "Taking a schedule back",
  "request.schedule-fail": "Publishing at an hour",
  "review.dismiss": "Dismissing what a reviewer asked for",
  "review.submit": "Reviewing a release request",
  "comment.create": "Commenting",
  "comment.resolve": "Resolving a comment",
  "check.report": "Reporting a check",
  "policy.approve": "Approving a loosened policy",
  "policy.would-block": "Trying a policy out",
  "policy.propose": "Proposing to loosen a policy",
  "policy.decide": "Deciding on a loosened policy",
  "key.create": "Making a key",
  "audit.export": "Exporting the audit log",
};

const verbs: Readonly<Record<string, string>> = {
  create: "Creating",
  update: "Changing",
  delete: "Deleting",
  rename: "Renaming",
  move: "Moving",
  archive: "Archiving",
  restore: "Restoring",
  suspend: "Suspending",
  reactivate: "Reactivating",
  remove: "Removing",
  accept: "Accepting",
  revoke: "Revoking",
  lift: "Lifting",
};

function attemptWords(action: AuditAction): string {
  const said = attempts[action];
  if (said !== undefined) return said;
  const [noun = "", verb = ""] = action.split(".");
  const thing = noun.replaceAll("-", " ");
  return `${verbs[verb] ?? verb} ${/^[aeio]/.test(thing) ? "an" : "a"} ${thing}`;
}

/** The actions one can filter by, grouped by what they are about. */
export interface ActionGroup {
  readonly group: string;
  readonly items: { readonly value: string; readonly label: string }[];
}

export function actionGroups(): ActionGroup[] {
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const action of Object.keys(auditActions)) {
    const about = action.split(".")[0] ?? "";
    groups.set(about, [...(groups.get(about) ?? []), { value: action, label: action }]);
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}
