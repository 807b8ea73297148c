import { setTimeout as pause } from "node:timers/promises";
import { type CountersignClient, createClient } from "@countersign/sdk";
import { percentile } from "../percentile.ts";
import { type RegistryProcess, startRegistryProcess } from "../registry-process.ts";
import { type Figure, judged } from "../report.ts";
import type { SdkSize } from "./sdk-suite.ts";

const names = {
  release: "a release reaches subscribed clients, 99 of 100",
  late: "gets answered later than 1 s after their key was revoked",
  last: "last get answered after the key was revoked",
};

export const pushNames: readonly string[] = Object.values(names);

const address = { workspace: "production", path: "answer", label: "live" };

/** A real server, and clients in another process that watch it. */
export async function* pushFigures(size: SdkSize): AsyncGenerator<Figure> {
  await using registry = await startRegistryProcess(size.build);
  await registry.release(address.path, "release 0");
  yield await releases(registry, size);
  yield* revocation(registry, size);
}

/** From the moment at which the release is asked for, until a get of a client gives it. */
async function releases(registry: RegistryProcess, { clients, releases: count }: SdkSize): Promise<Figure> {
  const { secret } = await registry.newKey("watching");
  const watching = await subscribed(registry, secret, clients);
  const times: number[] = [];
  for (let release = 1; release <= count; release += 1) {
    const { version } = await registry.owner.prompts.push({ ...address, content: `release ${release}` });
    const start = performance.now();
    const released = registry.owner.release.create({
      resourceId: version.resourceId,
      label: address.label,
      versionId: version.id,
    });
    let waiting = watching;
    while (waiting.length > 0) {
      await pause(1);
      const given = await Promise.all(waiting.map(({ prompts }) => prompts.get(address)));
      const now = performance.now();
      waiting = waiting.filter((_, place) => {
        const isNew = given[place]?.version === version.number;
        if (isNew) times.push(now - start);
        return !isNew;
      });
      if (now - start > 10_000) throw new Error(`${waiting.length} clients did not hear of a release.`);
    }
    await released;
  }
  for (const client of watching) client.close();
  const against = `${clients} clients, ${count} releases, from the call on`;
  return judged({ figure: names.release, ours: percentile(times, 0.99), unit: "ms", against }, { atMost: 300 });
}

async function* revocation(registry: RegistryProcess, { clients, listening }: SdkSize): AsyncGenerator<Figure> {
  const key = await registry.newKey("revoked");
  const watching = await subscribed(registry, key.secret, clients);
  await registry.owner.key.revoke({ keyId: key.id });
  const start = performance.now();
  let last = 0;
  let late = 0;
  const deadline = start + listening;
  await Promise.all(
    watching.map(async ({ prompts }) => {
      while (performance.now() < deadline) {
        try {
          await prompts.get(address);
          const after = performance.now() - start;
          last = Math.max(last, after);
          if (after > 1_000) late += 1;
        } catch {
          // Refused, as it should be.
        }
        // Gets from memory alone would keep this process from hearing anything.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }),
  );
  for (const client of watching) client.close();
  const against = `${clients} clients that ask as fast as they can, for ${listening} ms`;
  yield judged({ figure: names.late, ours: late, unit: "gets", against }, { atMost: 0 });
  yield judged({ figure: names.last, ours: last, unit: "ms", against });
}

/** Clients that hold the prompt and hear of what changes; they keep it for longer than anything here takes. */
async function subscribed(
  registry: RegistryProcess,
  key: string,
  count: number,
): Promise<readonly CountersignClient[]> {
  const { url } = registry;
  const kept = { ttl: 600_000, refreshAfter: 600_000, push: true };
  const clients = Array.from({ length: count }, () => createClient({ url, key, prompts: kept }));
  await Promise.all(clients.map(({ prompts }) => prompts.get(address)));
  // Until the streams are open.
  await pause(500);
  return clients;
}
