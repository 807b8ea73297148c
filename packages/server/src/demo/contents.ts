/** What the demo's prompts and their companions say; all of it made up. */

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

export const refundCases = {
  schema: {
    columns: [
      { name: "message", type: "text", description: "What the customer wrote" },
      { name: "days", type: "number", description: "Days since delivery" },
      { name: "refund", type: "boolean", description: "Whether a refund is possible" },
    ],
  },
  rows: [
    ["It arrived broken. Money back, please.", 3, true],
    ["I changed my mind about the lamp.", 12, true],
    ["The kettle stopped working after a year.", 370, true],
    ["I no longer like the colour.", 64, false],
    ["Wo bleibt mein Geld?", 21, true],
  ],
};

export const refundTriage = {
  steps: [
    { id: "reply", prompt: "support/refund-reply#5", input: { message: "The customer's message" } },
    { id: "handover", prompt: "support/escalation#1", input: { message: "The conversation so far" } },
  ],
};

export const refundQuality = {
  dataset: "support/refund-cases#1",
  target: "support/refund-reply#5",
  scorers: [
    { name: "names the order", type: "contains", parameters: { value: "NW-" } },
    { name: "promises nothing", type: "regex", parameters: { pattern: "within the hour", expect: "absent" } },
    { name: "kind", type: "llm", parameters: { question: "Would a neighbour write so?" } },
  ],
};
