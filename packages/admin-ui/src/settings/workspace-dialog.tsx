import type { WorkspaceRecord } from "@countersign/core";
import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { FormDialog } from "../interface/form-dialog.tsx";
import { workspaceNameProblem } from "./workspace-name.ts";

export interface WorkspaceDialogProps {
  /** The one that is changed; `null` makes a new one. */
  readonly workspace: WorkspaceRecord | null;
  onClose(): void;
}

/** Makes a workspace, or renames and describes one. */
export function WorkspaceDialog({ workspace, onClose }: WorkspaceDialogProps) {
  const [name, setName] = useState(workspace?.name ?? "");
  const [description, setDescription] = useState(workspace?.description ?? "");
  const save = useAct(
    async (client, input: { readonly name: string; readonly description: string }): Promise<WorkspaceRecord> =>
      workspace === null
        ? client.workspace.create(input)
        : client.workspace.update({
            workspaceId: workspace.id,
            description: input.description,
            ...(input.name === workspace.name ? {} : { name: input.name }),
          }),
    { done: (answer) => `The workspace ${answer.name} is saved.` },
  );
  const renamed = workspace !== null && name !== workspace.name;
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={workspace === null ? "New workspace" : `Change ${workspace.name}`}
      verb={workspace === null ? "Create workspace" : "Save"}
      why={workspaceNameProblem(name)}
      pending={save.pending}
      error={save.error}
      onSubmit={() => {
        void save.run({ name, description: description.trim() }).then((answer) => {
          if (answer !== undefined) onClose();
        });
      }}
    >
      <TextInput
        data-autofocus
        label="Name"
        description="Part of the address that applications fetch."
        placeholder="production"
        spellCheck={false}
        value={name}
        onChange={(event) => setName(event.currentTarget.value.trim())}
      />
      {renamed ? (
        <p>Every address in it changes with the name. It is refused while a protected label is served from it.</p>
      ) : null}
      <Textarea
        label="What it is for"
        autosize
        minRows={2}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
