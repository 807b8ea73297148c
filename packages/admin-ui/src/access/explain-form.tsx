import { type AccessAnswer, type PrincipalRef, permissionCatalogue } from "@countersign/core";
import { IconCircleCheck, IconCircleX, IconRoute } from "@tabler/icons-react";
import { useAsk } from "../client/ask.ts";
import { useMe } from "../client/me.ts";
import { addresses } from "../interface/addresses.ts";
import { EmptyState } from "../interface/empty-state.tsx";
import { GrantPathView } from "../interface/grant-path-view.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { PageLink } from "../interface/page-link.tsx";
import { Person } from "../interface/person.tsx";
import { PrincipalPicker, usePrincipals } from "../interface/principal-picker.tsx";
import { restrictionsAddress } from "../interface/restrictions-address.ts";
import { ScopePicker } from "../interface/scope-picker.tsx";
import { Section } from "../interface/section.tsx";
import { TextShape } from "../interface/skeletons.tsx";
import type { ExplorerFormProps } from "./explorer-form.ts";
import styles from "./explorer-page.module.css";
import { PermissionPicker } from "./permission-picker.tsx";

/** Can they do it there, and why, or why not? */
export function ExplainForm({ search, onChange }: ExplorerFormProps) {
  const me = useMe();
  const principalId = search.principal ?? me.principal.id;
  const { permission, scope } = search;
  const principal = usePrincipals("", true, principalId).find(({ id }) => id === principalId);
  const answer = useAsk(
    ["access", "explain", principalId, permission, scope],
    (client, options) =>
      client.access.explain({ permission: permission ?? "prompt:use", scopeId: scope ?? "", principalId }, options),
    { enabled: permission !== undefined && scope !== undefined },
  );
  return (
    <>
      <div className={styles["fields"]}>
        <PrincipalPicker label="Can" value={principalId} onChange={(id) => onChange({ principal: id ?? undefined })} />
        <PermissionPicker
          label="do"
          value={permission ?? null}
          onChange={(chosen) => onChange({ permission: chosen ?? undefined })}
        />
        <ScopePicker
          label="on"
          types={["organization", "workspace", "folder", "resource"]}
          clearable
          value={scope ?? null}
          onChange={(id) => onChange({ scope: id ?? undefined })}
        />
      </div>
      {permission === undefined || scope === undefined ? (
        <EmptyState icon={<IconRoute size={20} />} title="Choose what, and where">
          The answer shows every path: person, group, role, scope; or what is missing and who could give it.
        </EmptyState>
      ) : (
        <Loaded query={answer} shape={<TextShape lines={4} />}>
          {(data) => <Answer answer={data} principal={principal ?? unknownPrincipal(principalId)} />}
        </Loaded>
      )}
    </>
  );
}

function Answer({ answer, principal }: { readonly answer: AccessAnswer; readonly principal: PrincipalRef }) {
  const { denial } = answer;
  const Icon = answer.allowed ? IconCircleCheck : IconCircleX;
  const { description } = permissionCatalogue[answer.permission];
  return (
    <>
      <div className={styles["verdict"]} data-allowed={answer.allowed} role="status">
        <Icon size={20} aria-hidden />
        <div>
          <p className={styles["said"]}>
            {answer.allowed ? "Yes" : "No"}: {principal.name} {answer.allowed ? "may" : "may not"} {description}, on{" "}
            {answer.scope.path}.
          </p>
          {denial === null ? null : <p>{denial.message}</p>}
          <p className={styles["meta"]}>Decided at revision {answer.revision}.</p>
        </div>
      </div>
      {answer.allowed ? (
        <Section title={answer.grants.length === 1 ? "By one path" : `By ${answer.grants.length} paths`}>
          <ul className={styles["paths"]}>
            {answer.grants.map((path) => (
              <li key={pathKey(path)}>
                <GrantPathView principal={principal} path={path} />
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {denial === null ? null : <Denial denial={denial} at={answer.scope} />}
    </>
  );
}

interface DenialProps {
  readonly denial: NonNullable<AccessAnswer["denial"]>;
  /** The place that was asked about. */
  readonly at: AccessAnswer["scope"];
}

function Denial({ denial, at }: DenialProps) {
  return (
    <Section title="What would change that">
      <ul className={styles["paths"]}>
        <li>
          <span>
            Missing: <code>{denial.missing}</code>
          </span>
        </li>
        {(denial.restrictions ?? []).map(({ id, scope }) => (
          <li key={id}>
            <p>
              Lifting{" "}
              <PageLink to={restrictionsAddress(at.type === "resource" ? scope : at, id)}>
                the restriction on {scope.path}
              </PageLink>
              , which takes it away from everybody.
            </p>
          </li>
        ))}
        <li>
          {denial.roles.length === 0 ? (
            "No role given here would be enough by itself."
          ) : (
            <span>
              A role that would give it here:{" "}
              {denial.roles.map((role, index) => (
                <span key={role.id}>
                  {index === 0 ? "" : ", "}
                  <PageLink to={addresses.role(role.id)}>{role.name}</PageLink>
                </span>
              ))}
            </span>
          )}
        </li>
        <li>
          {denial.couldGrant === null ? (
            "Who could grant it is told to those with access:view."
          ) : denial.couldGrant.length === 0 ? (
            "Nobody could grant it here."
          ) : (
            <span>
              Who could grant it:{" "}
              {denial.couldGrant.map((person, index) => (
                <span key={person.id}>
                  {index === 0 ? "" : ", "}
                  <Person principal={person} plain />
                </span>
              ))}
            </span>
          )}
        </li>
      </ul>
    </Section>
  );
}

function pathKey(path: AccessAnswer["grants"][number]): string {
  return [path.bindingId, ...path.groups.map(({ id }) => id), ...path.roles.map(({ id }) => id)].join(" ");
}

/** Whoever is asked about by an address and is not found by name is called by his id. */
function unknownPrincipal(id: string): PrincipalRef {
  return { type: "user", id, name: id };
}
