import type { RoleRecord } from "@countersign/core";
import { Group, Switch } from "@mantine/core";
import { IconArrowsLeftRight, IconCheck, IconMinus } from "@tabler/icons-react";
import { useState } from "react";
import { EmptyState } from "../interface/empty-state.tsx";
import { RiskMark } from "../interface/risk-mark.tsx";
import { RolePicker } from "../interface/role-picker.tsx";
import { compareRoles, comparisonSummary } from "./compare-roles.ts";
import styles from "./role-comparison.module.css";

export interface RoleComparisonProps {
  readonly roles: readonly RoleRecord[];
  readonly left: string | undefined;
  readonly right: string | undefined;
  onChange(change: { readonly left?: string | undefined; readonly right?: string | undefined }): void;
}

/** Two roles beside each other: what only one of them gives, and what both do. */
export function RoleComparison({ roles, left, right, onChange }: RoleComparisonProps) {
  const [differing, setDiffering] = useState(true);
  const a = roles.find(({ id }) => id === left);
  const b = roles.find(({ id }) => id === right);
  return (
    <>
      <Group gap="sm" align="flex-end">
        <RolePicker label="One role" value={left ?? null} onChange={(id) => onChange({ left: id ?? undefined })} />
        <RolePicker label="Another" value={right ?? null} onChange={(id) => onChange({ right: id ?? undefined })} />
        <Switch
          mb={8}
          label="Only what differs"
          checked={differing}
          onChange={(event) => setDiffering(event.currentTarget.checked)}
        />
      </Group>
      {a === undefined || b === undefined ? (
        <EmptyState icon={<IconArrowsLeftRight size={20} />} title="Choose two roles">
          Their permissions are shown side by side, included roles counted.
        </EmptyState>
      ) : (
        <Compared left={a} right={b} differing={differing} />
      )}
    </>
  );
}

interface ComparedProps {
  readonly left: RoleRecord;
  readonly right: RoleRecord;
  readonly differing: boolean;
}

function Compared({ left, right, differing }: ComparedProps) {
  const blocks = compareRoles(left.may, right.may, differing);
  return (
    <>
      <p className={styles["summary"]} role="status">
        {comparisonSummary(left, right)}
      </p>
      {blocks.length === 0 ? null : (
        <div className={styles["box"]}>
          <table className={styles["table"]}>
            <thead>
              <tr>
                <th scope="col">Permission</th>
                <th scope="col">{left.name}</th>
                <th scope="col">{right.name}</th>
              </tr>
            </thead>
            {blocks.map((block) => (
              <tbody key={block.title}>
                <tr>
                  <th scope="colgroup" colSpan={3} className={styles["block"]}>
                    {block.title}
                  </th>
                </tr>
                {block.rows.map((row) => (
                  <tr key={row.permission}>
                    <th scope="row">
                      <span className={styles["name"]}>
                        {row.word} <RiskMark risk={row.risk} />
                      </span>
                      <span className={styles["meaning"]}>{row.description}</span>
                    </th>
                    <Given given={row.left} only={!row.right} />
                    <Given given={row.right} only={!row.left} />
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        </div>
      )}
    </>
  );
}

function Given({ given, only }: { readonly given: boolean; readonly only: boolean }) {
  return (
    <td data-given={given} data-only={given && only}>
      {given ? <IconCheck size={16} aria-label="gives it" /> : <IconMinus size={14} aria-label="does not give it" />}
    </td>
  );
}
