import {
  escalation,
  greeting,
  policyTexts,
  refundCases,
  refundInstructions,
  refundQuality,
  refundReply,
  refundTriage,
  toneTexts,
  wording,
} from "./contents.ts";
import type { Stage } from "./founding.ts";
import { usualWay } from "./way.ts";

/** Where the story stands when a visitor comes in. */
export interface History {
  readonly draft: string;
  readonly live: string;
  readonly waitingRequest: string;
  readonly returnedRequest: string;
}

/** Three weeks of work on one prompt and what belongs to it. */
export async function writeHistory(stage: Stage): Promise<History> {
  const { clock, people, development, staging, production } = stage;
  const { begin, draft, ask, approve, publish } = usualWay(stage);
  const { owner, engineer, reviewer, publisher } = people;
  const toReviewed = (title: string) => ({ workspace: development, label: "reviewed", title });
  const toProduction = (title: string, description = "") => ({
    workspace: production,
    label: "production",
    title,
    description,
  });

  clock.moveTo(19);
  const tone = await begin("prompt", "tone", "How Northwind speaks; included by every reply");
  await draft(tone, wording(toneTexts[0]), "First try");
  const tone2 = await draft(tone, wording(toneTexts[1]), "Say how to apologize");
  const policy = await begin("prompt", "policy", "What may be promised about refunds");
  const policy1 = await draft(policy, wording(policyTexts[0]), "As legal wrote it");
  for (const [version, title] of [
    [tone2, "Let prompts include the new tone"],
    [policy1, "Let prompts include the refund policy"],
  ] as const) {
    const request = await ask(version, toReviewed(title));
    await approve(request, "This is how we want to sound.");
    await publish(request, "First reviewed wording");
  }

  clock.moveTo(17);
  const refund = await begin("prompt", "refund-reply", "Answers a customer who asks for money back");
  const save = (index: number, message: string, temperature?: number) =>
    draft(refund, refundReply(refundInstructions[index] ?? "", temperature), message);
  await save(0, "First draft");
  const v2 = await save(1, "Keep it short");
  const first = await ask(v2, toProduction("First reply about refunds", "Tone and policy are the reviewed ones."));
  await approve(first, "Read it aloud with two colleagues. Good.");
  const released = await publish(first, "The desk starts with it on Monday");

  clock.moveTo(13);
  const v3 = await save(2, "Say when the money is back");
  const second = await ask(v3, toProduction("Say when the money is back"));
  await approve(second, "Fine with me.");
  await publish(second, "Asked for by the desk");

  clock.moveTo(11.6);
  await publisher.api.release.rollback({
    resourceId: released.resourceId,
    label: "production",
    toReleaseId: released.releaseId,
    reason: "It promises the money within the hour; the policy allows no promise.",
  });

  clock.moveTo(10);
  const v4 = await save(3, "Promise nothing; close with the order number");
  const third = await ask(v4, toProduction("Replies that name the order"));
  clock.pass(120);
  await reviewer.api.request.review({
    requestId: third.id,
    verdict: "request_changes",
    digest: third.digest,
    body: "Name the order at the beginning: on a phone the end is cut off.",
  });
  const v5 = await save(4, "Name the order first");
  const pushed = await engineer.api.request.push({ requestId: third.id, sourceVersionId: v5 });
  await approve(pushed, "Much better.");
  await publish(pushed, "Replaces the version that we went back to");

  clock.moveTo(8);
  const tried = await ask(v5, { workspace: staging, label: "staging", title: "Same text for the test desk" });
  await publish(tried, "Staging answers with what customers get");

  clock.moveTo(6);
  const opening = await begin("prompt", "greeting", "The first line of every conversation");
  const hello = await draft(opening, greeting, "Say that a colleague reads along");
  const returned = await ask(hello, toProduction("Greet by name"));
  clock.pass(200);
  await reviewer.api.request.review({
    requestId: returned.id,
    verdict: "request_changes",
    digest: returned.digest,
    body: "Nobody reads along at night. Leave that sentence out.",
  });
  const handover = await begin("prompt", "escalation", "What the colleague reads who takes over");
  await draft(handover, escalation, "Five lines are enough");

  clock.moveTo(4);
  const cases = await begin("dataset", "refund-cases", "What customers really wrote, names changed");
  await draft(cases, refundCases[0], "Five cases, one in German");
  const triage = await begin("workflow", "refund-triage", "Replies, and hands over where it must");
  await draft(triage, refundTriage[0], "Reply, then hand over");
  const quality = await begin("evaluation", "refund-quality", "Whether a reply is as it should be");
  await draft(quality, refundQuality[0], "Two scorers");
  clock.pass(90);
  await draft(cases, refundCases[1], "Faults are covered for two years; an angry one, and one with two orders");
  await draft(triage, refundTriage[1], "Greet first, and hand over what was answered");
  await draft(quality, refundQuality[1], "All cases, a panel for the tone, and what is enough");

  clock.moveTo(1.2);
  const tone3 = await draft(tone, wording(toneTexts[2]), "The name at most twice");
  const newTone = await ask(tone3, toReviewed("Use the customer's name less often"));
  await approve(newTone, "Yes, it had become a tic.");
  await publish(newTone, "Prompts can include it from now on");
  const policy2 = await draft(policy, wording(policyTexts[1]), "Two years for a fault");
  const newPolicy = await ask(policy2, toReviewed("Faults are covered for two years"));
  await approve(newPolicy, "Legal agrees.");
  await publish(newPolicy, "Prompts can include it from now on");
  const v6 = await save(5, "Shorter, and say what happens next", 0.1);
  clock.moveTo(0.2);
  const waiting = await ask(
    v6,
    toProduction(
      "Say what happens next",
      "With the new tone and the two years for faults. Compare the instruction too: 90 words.",
    ),
  );
  clock.pass(6);
  await reviewer.api.request.comment({
    requestId: waiting.id,
    body: "I will read it with the desk today.",
  });
  const asked = await reviewer.api.request.comment({
    requestId: waiting.id,
    body: "Was 120 words too long for them?",
    anchor: { path: "/messages/0/content", line: 1, digest: waiting.digest },
  });
  clock.pass(3);
  await owner.api.request.comment({
    requestId: waiting.id,
    body: "On a phone it was: they scrolled past the order number.",
    threadId: asked.comments.at(-1)?.id ?? null,
  });
  return { draft: refund, live: released.resourceId, waitingRequest: waiting.id, returnedRequest: returned.id };
}
