import {
  type AccessState,
  type CompiledPolicy,
  type Grant,
  type PolicyAnswer,
  type PolicyChange,
  type PolicyQuestion,
  parsePermission,
  permissions,
} from "../src/index.ts";
import { explanation, holders, mayAt, mayGrantAt, resources } from "./oracle.ts";
import type { ProofQuestion } from "./questions.ts";

/** The policy under test; another one than the project's where a fault was planted. */
export type PolicyClass = Pick<typeof CompiledPolicy, "of">;

/** A world, changes of it made one after another in place, and a question about what comes of them. */
export interface ProofCase {
  readonly world: AccessState;
  readonly changes: readonly PolicyChange[];
  /** The world after the changes. */
  readonly changed: AccessState;
  readonly question: ProofQuestion;
}

/** What a policy and the oracle said where they differ. */
export interface Disagreement {
  readonly policy: string;
  readonly oracle: string;
}

/** The oracle's answer as text, and whether it says that something is allowed. */
export function askOracle(
  world: AccessState,
  asked: ProofQuestion,
): { readonly text: string; readonly allowed: boolean } {
  switch (asked.type) {
    case "check": {
      const allowed = mayAt(world, asked.question);
      return { text: JSON.stringify([allowed, world.revision]), allowed };
    }
    case "many": {
      const answers = asked.questions.map((question) => mayAt(world, question));
      return {
        text: JSON.stringify(answers.map((allowed) => [allowed, world.revision])),
        allowed: answers.includes(true),
      };
    }
    case "explain": {
      const answer = explanation(world, asked.question);
      return { text: textOf(answer), allowed: answer.allowed };
    }
    case "permissions": {
      const may = permissions.filter((permission) => mayAt(world, { ...asked.question, permission }));
      const mayGrant = permissions.filter((permission) => mayGrantAt(world, { ...asked.question, permission }));
      return { text: textOf([may, mayGrant]), allowed: may.length > 0 };
    }
    case "resources": {
      const ids = resources(world, asked.asker, asked.at, asked.question);
      return { text: textOf(ids), allowed: ids.length > 0 };
    }
    case "principals": {
      const list = holders(world, asked.permission, asked.scopeId, asked.at);
      return { text: textOf(list), allowed: list.length > 0 };
    }
  }
}

/** A policy's answer as text, lists put together from their pages. */
function askPolicy(policy: CompiledPolicy, asked: ProofQuestion): string {
  switch (asked.type) {
    case "check": {
      const { allowed, revision } = check(policy, asked.question);
      return JSON.stringify([allowed, revision]);
    }
    case "many":
      return JSON.stringify(policy.checkMany(asked.questions).map(({ allowed, revision }) => [allowed, revision]));
    case "explain":
      return textOf(policy.explain(asked.question));
    case "permissions": {
      const { may, mayGrant } = policy.permissionsOn(asked.question);
      return textOf([may.toList(), mayGrant.toList()]);
    }
    case "resources": {
      const ids: string[] = [];
      for (let after: string | undefined | null; after !== null; ) {
        const question = { ...asked.question, limit: asked.page, after };
        const page = policy.listResources(asked.asker, asked.at, question);
        ids.push(...page.ids);
        if (page.next === after) throw new Error(`The page after ${after} is followed by itself.`);
        after = page.next;
      }
      return textOf(ids);
    }
    case "principals": {
      const list: { readonly principalId: string; readonly grants: readonly Grant[] | undefined }[] = [];
      for (let after: string | undefined | null; after !== null; ) {
        const page = policy.listPrincipals(asked.permission, asked.scopeId, asked.at, { after, limit: asked.page });
        list.push(...page.ids.map((principalId, index) => ({ principalId, grants: page.grants[index] })));
        if (page.next === after) throw new Error(`The page after ${after} is followed by itself.`);
        after = page.next;
      }
      return textOf(list);
    }
  }
}

/** One question on all three ways that it can be put; they must agree with one another. */
export function check(policy: CompiledPolicy, question: PolicyQuestion): PolicyAnswer {
  const [answer = { allowed: false, revision: -1 }] = policy.checkMany([question]);
  const permission = parsePermission(question.permission);
  if (permission === null) return answer;
  const { principalId, scopeId, at, keyId, label } = question;
  const direct = policy.check(principalId, permission, scopeId, at, { keyId, label });
  const asked = policy.asker({ principalId, keyId }).check(permission, scopeId, at, label);
  const decided = policy.decide(question).allowed;
  const alike = [answer.allowed, asked.allowed, decided].every((allowed) => allowed === direct.allowed);
  return alike ? direct : { allowed: !direct.allowed, revision: -1 };
}

/** Compiles the world, makes the changes, and compares; also a policy that is compiled from the changed world. */
export function disagreement(
  policies: PolicyClass,
  { world, changes, changed, question }: ProofCase,
): Disagreement | null {
  const policy = policies.of(world);
  policy.apply(changes, changed.revision);
  const oracle = askOracle(changed, question).text;
  const answers = [policy, policies.of(changed)].map((one) => answerOrError(one, question));
  const wrong = answers.find((answer) => answer !== oracle);
  return wrong === undefined ? null : { policy: wrong, oracle };
}

/** A question never throws; where it does, that is the answer. */
export function answerOrError(policy: CompiledPolicy, question: ProofQuestion): string {
  try {
    return askPolicy(policy, question);
  } catch (error) {
    return `threw ${error}`;
  }
}

/** A value as text, whatever the order of its fields. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "bigint") return part.toString(16);
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
