/** A person of the demo, and what he or she is there for. */
export interface DemoCharacter {
  readonly name: string;
  readonly email: string;
  readonly part: string;
}

/** Everybody in the demo's organization, in the order in which they are shown. All of them are made up. */
export const demoPeople = {
  owner: { name: "Olivia Marsh", email: "olivia@northwind.example", part: "owner" },
  engineer: { name: "Emil Sand", email: "emil@northwind.example", part: "prompt engineer" },
  reviewer: { name: "Ruth Okafor", email: "ruth@northwind.example", part: "reviewer" },
  publisher: { name: "Pablo Reyes", email: "pablo@northwind.example", part: "publisher" },
  viewer: { name: "Vera Lind", email: "vera@northwind.example", part: "viewer" },
  auditor: { name: "Anders Holm", email: "anders@northwind.example", part: "auditor" },
  consumer: { name: "Una Petrov", email: "una@northwind.example", part: "developer who may use production only" },
} as const satisfies Readonly<Record<string, DemoCharacter>>;

export type DemoRole = keyof typeof demoPeople;

/** The keys of {@link demoPeople}: it is a literal that nobody can add to. */
export const demoRoles = Object.keys(demoPeople) as readonly DemoRole[];
