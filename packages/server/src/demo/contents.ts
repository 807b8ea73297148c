import type { JsonValue } from "@countersign/core";

/** What the demo's prompts and their companions say; all of it made up. */

/** A first version, and a second that is worth comparing with it. */
type TwoVersions = readonly [JsonValue, JsonValue];

const model = { provider: "northwind", name: "careful-1", parameters: { temperature: 0.2, max_tokens: 600 } };

const customer = {
  name: "customer_name",
  description: "How the customer signs",
  required: true,
  example: "Dana",
} as const;
const order = {
  name: "order",
  description: "Order number and what was bought",
  required: true,
  example: "NW-20418, kettle",
} as const;
const message = {
  name: "message",
  description: "What the customer wrote",
  required: true,
  example: "It leaks. I want my money back.",
} as const;

export const toneTexts = [
  "Write as a person writes to a neighbour: short sentences, no exclamation marks.",
  "Write as a person writes to a neighbour: short sentences, plain words, no exclamation marks.\nApologize once, for what went wrong, and then help.",
  "Write as a person writes to a neighbour: short sentences, plain words, no exclamation marks.\nApologize once, for what went wrong, and then help. Use the customer's name at most twice.",
] as const;

export const policyTexts = [
  "Refunds are possible within 30 days of delivery. Never promise one: say that the request is checked within two working days.",
  "Refunds are possible within 30 days of delivery, and within two years for a fault. Never promise one: say that the request is checked within two working days.",
] as const;

/** A text without variables, to be included. */
export function wording(text: string) {
  return { type: "text", syntax: "template", text, variables: [] } as const;
}

/** The prompt that the story is about. */
export function refundReply(instruction: string, temperature = 0.2) {
  return {
    type: "chat",
    syntax: "template",
    messages: [
      {
        role: "system",
        content: `You answer customers of Northwind about refunds.\n\n{{> support/tone@reviewed}}\n\n{{> support/policy@reviewed}}\n\n${instruction}`,
      },
      { role: "user", content: "{{customer_name}} wrote about order {{order}}:\n\n{{message}}" },
    ],
    variables: [customer, order, message],
    model: { ...model, parameters: { ...model.parameters, temperature } },
  };
}

export const refundInstructions = [
  "Answer in the customer's language.",
  "Answer in the customer's language, in at most 120 words.",
  "Answer in the customer's language, in at most 120 words. Say that the money is back within the hour.",
  "Answer in the customer's language, in at most 120 words. Close with the order number.",
  "Answer in the customer's language, in at most 120 words. Repeat the order number in your first sentence.",
  "Answer in the customer's language, in at most 90 words. Repeat the order number in your first sentence, and say what happens next.",
] as const;

export const greeting = {
  type: "text",
  syntax: "template",
  text: "Hello {{customer_name}}, this is Northwind's assistant. A colleague reads along. What can we do for you?",
  variables: [customer],
} as const;

export const escalation = {
  type: "text",
  syntax: "template",
  text: "Summarize the conversation for the colleague who takes over, in five lines: who, order, problem, what was promised, what is open.\n\n{{message}}",
  variables: [message],
} as const;

const caseColumns = [
  { name: "case", type: "text", description: "Names it in reports" },
  { name: "customer_name", type: "text" },
  { name: "order", type: "text" },
  { name: "message", type: "text", description: "What the customer wrote" },
  { name: "days", type: "number", description: "Days since delivery" },
  { name: "refund", type: "boolean", description: "Whether a refund is possible" },
];

const firstCases = [
  ["broken", "Dana", "NW-20418, kettle", "It arrived broken. Money back, please.", 3, true],
  ["changed mind", "Emil", "NW-20455, lamp", "I changed my mind about the lamp.", 12, true],
  ["fault after a year", "Noor", "NW-11872, kettle", "The kettle stopped working after a year.", 370, false],
  ["too late", "Ines", "NW-19001, rug", "I no longer like the colour.", 64, false],
  ["in German", "Jonas", "NW-20440, chair", "Wo bleibt mein Geld?", 21, true],
];

/** What customers wrote: five cases, then what the rule about faults changed, and two more. */
export const refundCases: TwoVersions = [
  { schema: { columns: caseColumns, key: "case" }, rows: firstCases },
  {
    schema: { columns: caseColumns, key: "case" },
    rows: [
      ...firstCases.map((row) => (row[0] === "fault after a year" ? [...row.slice(0, -1), true] : row)),
      ["angry", "Rolf", "NW-20461, lamp", "THIRD TIME I ASK. MONEY. NOW.", 9, true],
      ["two orders", "Dana", "NW-20418 and NW-20462", "Send one back, keep the other?", 5, true],
    ],
  },
];

const replied = {
  id: "reply",
  uses: "support/refund-reply#5",
  input: {
    customer_name: { variable: "customer_name" },
    order: { variable: "order" },
    message: { variable: "message" },
  },
};

/** A reply handed over as it was written by the customer; then with what was answered, and a greeting before it. */
export const refundTriage: TwoVersions = [
  {
    variables: [customer, order, message],
    steps: [replied, { id: "handover", uses: "support/escalation#1", input: { message: { variable: "message" } } }],
  },
  {
    variables: [customer, order, message],
    steps: [
      { id: "greeting", uses: "support/greeting#1", input: { customer_name: { variable: "customer_name" } } },
      replied,
      { id: "handover", uses: "support/escalation#1", input: { message: { step: "reply" } } },
    ],
  },
];

const asked = {
  customer_name: { column: "customer_name" },
  order: { column: "order" },
  message: { column: "message" },
};

/** Two scorers on the first cases; then a threshold, another scorer, and all cases. */
export const refundQuality: TwoVersions = [
  {
    dataset: "support/refund-cases#1",
    target: "support/refund-reply#5",
    input: asked,
    scorers: [
      { name: "names the order", type: "contains", expected: { column: "order" } },
      { name: "promises nothing", type: "regex", pattern: "within the hour", flags: "i", absent: true, threshold: 1 },
    ],
  },
  {
    dataset: "support/refund-cases#2",
    target: "support/refund-reply#5",
    input: asked,
    scorers: [
      { name: "names the order", type: "contains", expected: { column: "order" }, threshold: 0.95 },
      { name: "promises nothing", type: "regex", pattern: "within the hour", flags: "i", absent: true, threshold: 1 },
      {
        name: "kind",
        type: "custom",
        runner: "desk-panel",
        parameters: { question: "Would a neighbour write so?" },
        threshold: 0.8,
      },
    ],
  },
];
