import type { CountersignApi, MemberRecord, Permission, RequestRecord, RoleRecord } from "@countersign/core";
import { expectTypeOf } from "vitest";
import {
  allItems,
  type CountersignClient,
  type CountersignError,
  createClient,
  type ErrorCode,
  hasCode,
  isCountersignError,
} from "../src/index.ts";

const client = createClient({ url: "https://prompts.example" });

expectTypeOf(client).toEqualTypeOf<CountersignClient>();
expectTypeOf(client).toExtend<CountersignApi>();

// What is asked and what is answered have the contract's types.
expectTypeOf(client.request.get).parameter(0).toEqualTypeOf<{ readonly requestId: string }>();
expectTypeOf(client.request.get({ requestId: "r" })).resolves.toEqualTypeOf<RequestRecord>();
expectTypeOf(client.request.publish({ requestId: "r", digest: "d" })).resolves.toExtend<{
  readonly revision: number;
}>();
for await (const member of allItems(client.member.list, {})) expectTypeOf(member).toEqualTypeOf<MemberRecord>();
expectTypeOf(client.provision.ensureRole({ name: "x", permissions: ["prompt:view"] })).resolves.toEqualTypeOf<
  RoleRecord & { readonly changed: boolean }
>();

// @ts-expect-error there is no such permission
client.provision.ensureRole({ name: "x", permissions: ["prompt:fly"] });
// @ts-expect-error a release is published with the digest that was looked at
client.request.publish({ requestId: "r" });
// @ts-expect-error there is no implicit latest: a label is named
client.prompts.get({ workspace: "production", path: "x" });
// @ts-expect-error a person, a group or a service account
client.provision.ensureBinding({ holder: { team: "x" }, role: "workspace.viewer", scope: "organization" });
// @ts-expect-error an answer cannot be changed
(await client.prompts.get({ workspace: "w", path: "p", label: "l" })).version = 3;

const error: unknown = null;
if (isCountersignError(error)) {
  expectTypeOf(error).toEqualTypeOf<CountersignError>();
  expectTypeOf(error.code).toEqualTypeOf<ErrorCode>();
  expectTypeOf(error.remedy).toEqualTypeOf<string | undefined>();
  if (error.code === "timeout") expectTypeOf(error.idempotencyKey).toEqualTypeOf<string | null>();
  if (error.code === "forbidden") expectTypeOf(error.permission).toEqualTypeOf<Permission | undefined>();
}
// @ts-expect-error there is no such code
hasCode(error, "nope");
