/** Every action that an audit event can record, with what it says when done. Refused, it says what was tried. */
export const auditActions = {
  "organization.create": "An organization was created.",
  "organization.update": "The organization's name or settings were changed.",
  "setup.claim": "The setup token was used: the first owner exists.",
  "owner.recover": "An owner was restored from the host's command line.",

  "session.sign-in": "A person signed in.",
  "session.sign-in-refused": "A sign-in was refused.",
  "session.foreign-origin": "A page of another origin tried to act with a person's session.",
  "session.sign-out": "A person signed out.",
  "credential.link": "A link was made with which a member sets a new password.",
  "credential.reset": "A person's credentials were set anew.",

  "member.invite": "Somebody was invited into the organization.",
  "invitation.accept": "An invitation was accepted: a person became a member.",
  "invitation.revoke": "An invitation was taken back.",
  "member.update": "A member's name or address was changed.",
  "member.suspend": "A member was suspended and has no access.",
  "member.reactivate": "A suspended member was let in again.",
  "member.remove": "A member was removed from the organization.",

  "group.create": "A group was created.",
  "group.update": "A group was renamed or described anew.",
  "group.delete": "A group was deleted, and with it what it gave its members.",
  "group.member.add": "A person or a group was added to a group.",
  "group.member.remove": "A person or a group was taken out of a group.",

  "role.create": "A custom role was created.",
  "role.update": "A custom role was changed wherever it is bound.",
  "role.delete": "A custom role was deleted.",
  "binding.create": "A role was given to a principal or a group at a scope.",
  "binding.update": "The time or the reason of a binding was changed.",
  "binding.delete": "A role was taken from a principal or a group at a scope.",
  "manifest.apply": "A manifest of access was applied.",
  "manifest.take-over": "A manifest owns something from then on that it did not make.",
  "restriction.create": "Permissions were removed at a scope and below it.",
  "restriction.lift": "A restriction was lifted.",

  "workspace.create": "A workspace was created.",
  "workspace.update": "A workspace was renamed or its settings were changed.",
  "workspace.archive": "A workspace was archived and serves nothing.",
  "workspace.restore": "An archived workspace was restored.",
  "workspace.delete": "A workspace was deleted.",
  "folder.create": "A folder was created.",
  "folder.rename": "A folder was renamed, and with it every path below it.",
  "folder.move": "A folder was moved inside its workspace.",
  "folder.archive": "A folder was archived.",
  "folder.restore": "An archived folder was restored.",
  "folder.delete": "A folder was deleted.",

  "resource.create": "A resource was created.",
  "resource.update": "A resource's description or metadata were changed.",
  "resource.rename": "A resource was renamed.",
  "resource.move": "A resource was moved inside its workspace.",
  "resource.archive": "A resource was archived.",
  "resource.restore": "An archived resource was restored.",
  "resource.delete": "A resource was deleted.",
  "version.create": "A version was saved; nothing serves it by that.",
  "upload.open": "An upload of rows for a dataset was begun; nobody sees it until a version is saved with it.",
  "upload.append": "Rows were added to an upload.",
  "upload.discard": "An upload was thrown away.",

  "label.release": "A label serves something else from then on.",
  "release.rollback": "A label was led back to what an earlier release served.",
  "release.adopt": "A policy began to match a label; what it serves was recorded as unreviewed.",
  "release.withdraw": "A label serves nothing from then on.",
  "release.break-glass": "A label was released in an emergency, past its policies.",
  "release.review-after": "A person looked at an emergency release afterwards.",
  "release.review-overdue": "The review that an emergency release owes was not done in time.",
  "notification.read": "A person marked notifications of his own as read.",

  "request.open": "A release request was opened.",
  "request.push": "Other content was pushed into a release request; its reviews are dismissed.",
  "request.rebase": "A release request was rebased on what its label serves now.",
  "request.cancel": "A release request was cancelled by its requester.",
  "request.reject": "A release request was rejected by a reviewer.",
  "request.act": "A change of the tree was carried out as a request for it had asked.",
  "request.expire": "A release request ran out of time.",
  "request.schedule": "An approved request was scheduled to be published at an hour.",
  "request.unschedule": "A scheduled publication was taken back.",
  "request.schedule-fail": "A scheduled publication did not happen: at its hour it was not allowed.",
  "review.submit": "A person approved a release request, requested changes or commented on it.",
  "review.dismiss": "A request for changes was dismissed and blocks its release request no more.",
  "comment.create": "A comment was written.",
  "comment.resolve": "A thread of comments was marked as resolved, or as open again.",

  "check.report": "A service account reported a named check for the digest of a release request.",

  "policy.create": "An approval policy was created.",
  "policy.update": "An approval policy was made stricter, or renamed.",
  "policy.delete": "An approval policy was deleted, as an owner had decided.",
  "policy.propose": "A loosening of an approval policy was proposed.",
  "policy.approve": "A person approved a proposed loosening, or took that back.",
  "policy.would-block": "A policy that is only tried out would have held a release up.",
  "policy.decide": "A proposed loosening was accepted, rejected or withdrawn.",

  "service-account.create": "A service account was created.",
  "service-account.update": "A service account's name or its responsible people were changed.",
  "service-account.suspend": "A service account was suspended; its keys open nothing.",
  "service-account.reactivate": "A suspended service account was let in again.",
  "service-account.delete": "A service account was deleted with its keys.",
  "key.create": "An API key was made.",
  "key.revoke": "An API key was revoked.",

  "signing-key.prepare": "A signing key was made known before it signs.",
  "signing-key.start": "A signing key signs from then on.",
  "signing-key.retire": "A signing key signs nothing more; what it signed stays verifiable.",
  "release.sign": "A release that had no signature was signed on the host's command line.",

  "audit.export": "Audit events were exported.",
  "audit.retain": "Old audit events were dropped up to a checkpoint, on the host's command line.",
} as const satisfies Record<string, string>;

/** The name of an action: a noun, a dot and a verb. */
export type AuditAction = keyof typeof auditActions;

/** Whether a text names an action of the list. */
export function isAuditAction(text: string): text is AuditAction {
  return Object.hasOwn(auditActions, text);
}
