import type { CountersignApi } from "@countersign/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useAnnounce } from "../interface/announcer.tsx";
import { describeFailure } from "./failure.ts";
import { useClient } from "./surroundings.tsx";

/** Something that changes the server's state, and how it stands. */
export interface Act<Input, Answer> {
  /**
   * Does it. Nothing is shown as done before the server said so and everything on the page was read again; then the
   * promise gives the answer. A refusal stands in `error`, and the promise gives `undefined`.
   */
  run(input: Input): Promise<Answer | undefined>;
  readonly pending: boolean;
  /** The last refusal; `null` when there is none. Show it with `<ErrorNotice error={…} />`. */
  readonly error: unknown;
  /** Forgets the refusal. */
  reset(): void;
}

export interface ActSettings<Input, Answer> {
  /** Says, for the eye and the screen reader, what happened. */
  readonly done?: string | ((answer: Answer, input: Input) => string);
  /** Takes it back; offered beside what `done` says. It is a change like any other, and may be refused. */
  undo?(client: CountersignApi, input: Input): Promise<unknown>;
}

/** A change, never shown before it happened. */
export function useAct<Input, Answer>(
  act: (client: CountersignApi, input: Input) => Promise<Answer>,
  settings: ActSettings<Input, Answer> = {},
): Act<Input, Answer> {
  const client = useClient();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const mutation = useMutation<Answer, unknown, Input>({
    mutationFn: async (input) => {
      const answer = await act(client, input);
      await queries.invalidateQueries();
      return answer;
    },
  });
  const takeBack = async (change: () => Promise<unknown>): Promise<string> => {
    try {
      await change();
      await queries.invalidateQueries();
      return "Undone.";
    } catch (error) {
      const { message, remedy } = describeFailure(error);
      return `Not undone. ${message}${remedy === null ? "" : ` ${remedy}`}`;
    }
  };
  return {
    run: async (input) => {
      try {
        const answer = await mutation.mutateAsync(input);
        const { done, undo } = settings;
        if (done === undefined) return answer;
        const said = typeof done === "string" ? done : done(answer, input);
        if (undo === undefined) announce(said);
        else announce(said, () => takeBack(() => undo(client, input)));
        return answer;
      } catch {
        return undefined;
      }
    },
    pending: mutation.isPending,
    error: mutation.error,
    reset: mutation.reset,
  };
}
