import type { RestrictionRecord } from "@countersign/core";
import { useAct } from "../client/act.ts";
import { FormDialog } from "../interface/form-dialog.tsx";
import { permissionPhrase } from "../interface/permission-phrase.ts";
import { placeWords, remainsOff } from "./restriction-words.ts";

export interface LiftDialogProps {
  readonly restriction: RestrictionRecord;
  /** Those that are known to stand beside it. */
  readonly known: readonly RestrictionRecord[];
  onClose(): void;
}

/** Lifts a restriction, once it is said what that gives back, and as what it is judged. */
export function LiftDialog({ restriction, known, onClose }: LiftDialogProps) {
  const { scope, permissions } = restriction;
  const remains = remainsOff(restriction, known);
  const lift = useAct((client, { id }: RestrictionRecord) => client.restriction.lift({ restrictionId: id }), {
    done: `Lifted on ${scope.path}.`,
    // The same again, as a new restriction: by whom and since when is what is true then.
    undo: (client, lifted) =>
      client.restriction.create({
        scopeId: lifted.scope.id,
        permissions: lifted.permissions,
        reason: lifted.reason,
      }),
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={`Lift the restriction on ${scope.path}?`}
      verb="Lift"
      pending={lift.pending}
      error={lift.error}
      onSubmit={() => {
        void lift.run(restriction).then((answer) => {
          if (answer !== undefined) onClose();
        });
      }}
    >
      <p>
        It gives back, {placeWords(scope)}, to everybody whose roles hold it: {permissionPhrase(permissions)}.
      </p>
      {remains.permissions.length === 0 ? null : (
        <p>
          Switched off all the same by {remains.by.length === 1 ? "the restriction" : "the restrictions"} on{" "}
          {remains.by.map((other) => other.scope.path).join(" and ")}: {permissionPhrase(remains.permissions)}.
        </p>
      )}
      <p>That is judged as if you granted it: you need the right to hand on all of it there.</p>
      <p>
        {restriction.createdBy.name} restricted it: “{restriction.reason}”
      </p>
    </FormDialog>
  );
}
