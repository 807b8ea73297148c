import type { PrincipalRef } from "@countersign/core";
import { useAsk } from "../client/ask.ts";
import { useMay } from "../client/may.ts";
import { useMe } from "../client/me.ts";
import { EffectiveView } from "../interface/effective-view.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { Section } from "../interface/section.tsx";
import { TableShape } from "../interface/skeletons.tsx";

/** Everything that somebody may do, with where it comes from; for those who may ask. */
export function EffectiveSection({ principal }: { readonly principal: PrincipalRef }) {
  const me = useMe();
  const may = useMay("access:view", null);
  const allowed = may.allowed || me.principal.id === principal.id;
  const access = useAsk(
    ["access", "effective", principal.id],
    (client, options) => client.access.effective({ principalId: principal.id }, options),
    { enabled: allowed },
  );
  return (
    <Section
      title="What they can do"
      note="Everything that counts now, place by place, each with the path it comes by. It counts there and below."
    >
      {allowed ? (
        <Loaded query={access} shape={<TableShape rows={3} />}>
          {(data) => <EffectiveView access={data} />}
        </Loaded>
      ) : (
        <p>{may.why}</p>
      )}
    </Section>
  );
}
