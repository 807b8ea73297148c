import { createClient } from "@countersign/sdk";
import { openaiChat } from "@countersign/sdk/openai";

// With the declaration beside this file, what is not in the catalogue does not compile.
const { prompts } = createClient({ url: "https://prompts.example", key: "csk_x" });

const answer = await prompts.get({ workspace: "production", path: "support/answer", label: "production" });
answer.render({ company: "Northwind", tone: "friendly" });
answer.toMessages({ company: "Northwind" }, "user");
openaiChat(answer, { company: "Northwind" });
// @ts-expect-error a required variable is missing
answer.render({ tone: "friendly" });
// @ts-expect-error nothing is given, and something is required
answer.toText();
// @ts-expect-error there is no such variable
answer.render({ company: "Northwind", tnoe: "friendly" });
// @ts-expect-error a variable is a text, a number or a boolean
answer.render({ company: ["Northwind"] });
// @ts-expect-error a required variable is missing in what is mapped
openaiChat(answer, { tone: "friendly" });

// Another label serves another version, with other variables.
const staged = await prompts.get({ workspace: "production", path: "support/answer", label: "staging" });
staged.render({ customer: "Ann" });
// @ts-expect-error that is a variable of the other label
staged.render({ company: "Northwind" });

const plain = await prompts.get({ workspace: "production", path: "plain", label: "production" });
plain.render();
// @ts-expect-error it has no variables
plain.render({ company: "Northwind" });

// @ts-expect-error there is no such workspace
prompts.get({ workspace: "prod", path: "plain", label: "production" });
// @ts-expect-error there is no such prompt
prompts.get({ workspace: "production", path: "support/answers", label: "production" });
// @ts-expect-error no such label serves it
prompts.get({ workspace: "production", path: "plain", label: "staging" });

const fallen = await prompts.get(
  { workspace: "production", path: "support/answer", label: "production" },
  { fallback: "Hi {{company}}" },
);
if (fallen.origin === "fallback") fallen.render({ company: "Northwind" });
// @ts-expect-error a fallback is filled in as the prompt would be
fallen.render({ tone: "friendly" });
