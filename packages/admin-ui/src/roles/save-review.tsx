import type { RoleRecord } from "@countersign/core";
import { Button, Group, Modal, Stack } from "@mantine/core";
import { useAct } from "../client/act.ts";
import { useAsk } from "../client/ask.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { TextShape } from "../interface/skeletons.tsx";
import { DifferenceList } from "./difference-list.tsx";
import { drafted, type RoleDrafts } from "./role-drafts.ts";

export interface SaveReviewProps {
  readonly opened: boolean;
  onClose(): void;
  readonly roles: readonly RoleRecord[];
  readonly drafts: RoleDrafts;
  /** The name and description to save with the first role, where they are edited too. */
  readonly words?: { readonly name: string; readonly description: string };
  onSaved(): void;
}

/** Shows who gains and who loses what, then saves. */
export function SaveReview({ opened, onClose, roles, drafts, words, onSaved }: SaveReviewProps) {
  const changed = roles.filter(({ id }) => drafts.has(id) || words !== undefined);
  const rules = changed.map((role) => ({ roleId: role.id, ...drafted(role, drafts) }));
  const preview = useAsk(
    ["role", "preview", rules],
    async (client, options) => {
      const answers = await Promise.all(rules.map((rule) => client.role.preview(rule, options)));
      return answers.map(({ differences }) => differences);
    },
    { enabled: opened && drafts.size > 0, fresh: 0 },
  );
  const save = useAct(
    async (client, input: typeof rules) => {
      for (const rule of input) await client.role.update({ ...rule, ...words });
      return { saved: input.length };
    },
    {
      done: changed.length === 1 ? `${changed[0]?.name ?? "The role"} is saved.` : `${changed.length} roles are saved.`,
    },
  );
  const confirm = async () => {
    if ((await save.run(rules)) !== undefined) onSaved();
  };
  const seen = preview.data !== undefined || preview.isError || drafts.size === 0;
  return (
    <Modal opened={opened} onClose={onClose} title="Who gains, who loses" size="lg">
      <Stack gap="md">
        {drafts.size === 0 ? (
          <p>Only name and description change. Nobody gains or loses anything.</p>
        ) : (
          <Loaded query={preview} shape={<TextShape lines={5} />}>
            {(answers) => (
              <Stack gap="lg">
                {changed.map((role, index) => (
                  <DifferenceList
                    key={role.id}
                    role={role}
                    draft={drafted(role, drafts)}
                    differences={answers[index] ?? []}
                  />
                ))}
              </Stack>
            )}
          </Loaded>
        )}
        {preview.isError ? (
          <p>You can save without seeing this. The server still refuses whatever gives more than you may grant.</p>
        ) : null}
        <ErrorNotice error={save.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button disabled={!seen} loading={save.pending} onClick={() => void confirm()}>
            Save
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
