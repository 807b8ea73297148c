import { Button } from "@mantine/core";
import { describeFailure } from "../client/failure.ts";

export interface OfferRequestProps {
  /** What the direct way was refused with. */
  readonly error: unknown;
  onRequest(): void;
}

/** Where a policy stands against the direct way, the way by a request; nothing otherwise. */
export function OfferRequest({ error, onRequest }: OfferRequestProps) {
  if (error === null || error === undefined || describeFailure(error).code !== "policy_unsatisfied") return null;
  return (
    <div>
      <Button variant="light" onClick={onRequest}>
        Request it
      </Button>
    </div>
  );
}
