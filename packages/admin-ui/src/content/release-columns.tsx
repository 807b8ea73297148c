import type { ReleaseKind, ReleaseRecord } from "@countersign/core";
import { addresses } from "../interface/addresses.ts";
import type { Column } from "../interface/data-table.tsx";
import { PageLink } from "../interface/page-link.tsx";
import { Person } from "../interface/person.tsx";
import { stateOfRelease } from "../interface/state.ts";
import { StateBadge } from "../interface/state-badge.tsx";
import { When } from "../interface/when.tsx";
import { signatureOfRelease } from "./release-signature.ts";
import { SignatureMark } from "./signature-mark.tsx";

/** What each kind of release means, in a few words. */
const releaseKindWords: Readonly<Record<ReleaseKind, string>> = {
  approved: "approved",
  unprotected: "no approval asked for",
  rollback: "rolled back",
  gradual: "gradual",
  "break-glass": "emergency, without approvals",
  adopted: "served before its policy",
  withdrawn: "withdrawn",
};

/** What an emergency release still owes. */
function owedWords({ settledAt, overdue }: NonNullable<ReleaseRecord["emergency"]>): string {
  if (settledAt !== null) return "reviewed afterwards";
  return overdue ? "review overdue" : "review owed";
}

/** The columns in which releases are shown, wherever they are. */
export const releaseColumns: Readonly<
  Record<"address" | "label" | "serves" | "state" | "approvals" | "signature" | "by" | "at", Column<ReleaseRecord>>
> = {
  address: {
    id: "address",
    header: "Address",
    cell: (release) => (
      <PageLink data-row-link to={addresses.resource(release.resourceId, "releases")}>
        {release.address}
      </PageLink>
    ),
  },
  label: {
    id: "label",
    header: "Label",
    cell: (release) => (
      <span>
        {release.label} <small>#{release.sequence}</small>
      </span>
    ),
  },
  serves: {
    id: "serves",
    header: "Serves",
    cell: (release) => (release.versionNumber === null ? "nothing" : `v${release.versionNumber}`),
  },
  state: {
    id: "state",
    header: "State",
    cell: (release) => <StateBadge state={stateOfRelease(release)} />,
  },
  approvals: {
    id: "approvals",
    header: "How it came",
    cell: (release) => {
      if (release.emergency !== null) {
        return (
          <PageLink to={addresses.emergency(release.emergency.id)}>
            {releaseKindWords[release.kind]}, {owedWords(release.emergency)}
          </PageLink>
        );
      }
      const how =
        release.approvals.length > 0
          ? `approved by ${release.approvals.map((person) => person.name).join(", ")}`
          : releaseKindWords[release.kind];
      return release.requestId === null ? how : <PageLink to={addresses.request(release.requestId)}>{how}</PageLink>;
    },
  },
  signature: {
    id: "signature",
    header: "Signature",
    cell: (release) => <SignatureMark signature={signatureOfRelease(release)} />,
  },
  by: {
    id: "by",
    header: "Released by",
    cell: (release) => <Person principal={release.releasedBy} />,
  },
  at: { id: "at", header: "When", align: "right", cell: (release) => <When at={release.at} /> },
};
