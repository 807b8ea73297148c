import type { CountersignApi } from "@countersign/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useAnnounce } from "../interface/announcer.tsx";
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

/** A change, never shown before it happened. `done` says, for the eye and the screen reader, what happened. */
export function useAct<Input, Answer>(
  act: (client: CountersignApi, input: Input) => Promise<Answer>,
  settings: { readonly done?: string | ((answer: Answer, input: Input) => string) } = {},
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
  return {
    run: async (input) => {
      try {
        const answer = await mutation.mutateAsync(input);
        const { done } = settings;
        if (done !== undefined) announce(typeof done === "string" ? done : done(answer, input));
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
