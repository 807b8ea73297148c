import type { AfterVerdict, EmergencyRecord } from "@countersign/core";
import { Textarea } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { ErrorNotice } from "../interface/error-notice.tsx";
import styles from "./emergency-page.module.css";
import { emergencyStep } from "./emergency-words.ts";

/** Says what is still owed, and takes the look of whoever may give one. */
export function ReviewPanel({ emergency }: { readonly emergency: EmergencyRecord }) {
  const [body, setBody] = useState("");
  const step = emergencyStep(emergency);
  const review = useAct(
    (client, verdict: AfterVerdict) =>
      client.emergency.review({
        emergencyId: emergency.id,
        verdict,
        ...(body.trim() === "" ? {} : { body: body.trim() }),
      }),
    { done: "Recorded: you have looked at it." },
  );
  const { review: may } = emergency.actions;
  const why = may.allowed ? null : may.why;
  return (
    <section className={styles["panel"]} data-tone={step.tone} aria-label="What comes next">
      <div role="status">
        <p className={styles["headline"]}>{step.headline}</p>
        <p className={styles["quiet"]}>{step.detail}</p>
      </div>
      {emergency.settledAt === null ? (
        <>
          <Textarea
            aria-label="What you have to say"
            placeholder="What you have to say"
            autosize
            minRows={2}
            value={body}
            onChange={(event) => setBody(event.currentTarget.value)}
          />
          <div className={styles["verdicts"]}>
            <ActionButton
              variant="default"
              why={why ?? (body.trim() === "" ? "Say what was wrong." : null)}
              pending={review.pending}
              onClick={() => void review.run("object")}
            >
              Find fault
            </ActionButton>
            <ActionButton
              why={why}
              pending={review.pending}
              leftSection={<IconCheck size={15} />}
              onClick={() => void review.run("approve")}
            >
              It was right
            </ActionButton>
          </div>
          <ErrorNotice error={review.error} />
        </>
      ) : null}
    </section>
  );
}
