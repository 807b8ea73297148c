import { useAsk } from "../client/ask.ts";
import { useMe } from "../client/me.ts";
import { EffectiveView } from "../interface/effective-view.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { PrincipalPicker } from "../interface/principal-picker.tsx";
import { Section } from "../interface/section.tsx";
import { TableShape } from "../interface/skeletons.tsx";
import type { ExplorerFormProps } from "./explorer-form.ts";
import styles from "./explorer-page.module.css";

/** What can they do, place by place? */
export function WhatCanForm({ search, onChange }: ExplorerFormProps) {
  const me = useMe();
  const principalId = search.principal ?? me.principal.id;
  const access = useAsk(["access", "effective", principalId], (client, options) =>
    client.access.effective({ principalId }, options),
  );
  return (
    <>
      <div className={styles["fields"]}>
        <PrincipalPicker
          label="What can they do?"
          value={principalId}
          onChange={(id) => onChange({ principal: id ?? undefined })}
        />
      </div>
      <Loaded query={access} shape={<TableShape rows={4} />}>
        {(data) => (
          <Section title={data.principal.name} note={`Everything that counts now, at revision ${data.revision}.`}>
            <EffectiveView access={data} />
          </Section>
        )}
      </Loaded>
    </>
  );
}
