import { useAsk } from "../client/ask.ts";
import { Facts } from "../interface/facts.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { Section } from "../interface/section.tsx";
import { TextShape } from "../interface/skeletons.tsx";

/** Which version this is, and under what terms. */
export function AboutTab() {
  const status = useAsk(["session", "status"], (client, options) => client.session.status({}, options), {
    fresh: 60_000,
  });
  return (
    <Section
      title="Countersign"
      note="A registry in which only the right people can view, edit, approve and release prompts. The name: a second signature."
    >
      <Loaded query={status} shape={<TextShape lines={3} />}>
        {(data) => (
          <Facts
            facts={[
              ["Server", `version ${data.version}`],
              ["License", "Apache-2.0"],
              data.demo === null ? null : ["This is", "a demo: its people and passwords are on its sign-in page"],
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}
