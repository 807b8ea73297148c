import { readFileSync } from "node:fs";
import { createDatabase, startPostgres } from "@countersign/tests/postgres";
import { percentile } from "../percentile.ts";
import { type Build, type RegistryProcess, startRegistryProcess } from "../registry-process.ts";
import { type Figure, judged } from "../report.ts";
import type { Suite } from "../suite.ts";

export interface DatasetSize {
  readonly rows: number;
  readonly pages: number;
  readonly build: Build;
}

const full: DatasetSize = { rows: 100_000, pages: 500, build: "built" };
const engines = ["sqlite", "postgres"] as const;

type Engine = (typeof engines)[number];

const names = {
  save: (engine: Engine) => `100,000 rows uploaded and saved, ${engine}`,
  memory: (engine: Engine) => `peak memory of the server that saves them, over what it has idle, ${engine}`,
  page: (engine: Engine) => `a page of 50 rows, 99 of 100, ${engine}`,
  compare: (engine: Engine) => `two versions of 100,000 rows compared, 1 % changed, first time, ${engine}`,
  again: (engine: Engine) => `another page of that comparison, ${engine}`,
};

/** How long large datasets take, over HTTP, against a server in another process, on both databases. */
export function datasets(size: DatasetSize = full): Suite {
  return {
    figures: engines.flatMap((engine) => Object.values(names).map((name) => name(engine))),
    run: async function* () {
      {
        await using registry = await startRegistryProcess(size.build);
        yield* figuresOn("sqlite", registry, size);
      }
      await using postgres = await startPostgres();
      await using database = await createDatabase(postgres.superuserUrl);
      await using registry = await startRegistryProcess(size.build, {
        DATABASE_URL: database.appUrl,
        DATABASE_OWNER_URL: database.ownerUrl,
      });
      yield* figuresOn("postgres", registry, size);
    },
  };
}

const schema = {
  columns: [
    { name: "id", type: "text" },
    { name: "question", type: "text" },
    { name: "answer", type: "text" },
    { name: "score", type: "number" },
  ],
  key: "id",
} as const;

async function* figuresOn(engine: Engine, registry: RegistryProcess, size: DatasetSize): AsyncGenerator<Figure> {
  const { owner, pid } = registry;
  const address = { workspace: "production", path: "cases" };
  const against = `${size.rows.toLocaleString("en")} rows of four columns, some 150 bytes each`;
  const idle = residentMegabytes(pid(), "VmRSS");
  const start = performance.now();
  const first = await owner.datasets.push({ ...address, schema, rows: rowsOf(size.rows, 0) });
  const saved = (performance.now() - start) / 1_000;
  yield judged({ figure: names.save(engine), ours: saved, unit: "s", against }, { atMost: 60 });
  const peak = residentMegabytes(pid(), "VmHWM") - idle;
  yield judged({ figure: names.memory(engine), ours: peak, unit: "MB", against }, { atMost: 256 });

  const times: number[] = [];
  for (let page = 0; page < size.pages; page += 1) {
    const from = (page * 7_919) % (size.rows - 50);
    const before = performance.now();
    const answer = await owner.version.rows({ versionId: first.version.id, from, limit: 50 });
    times.push(performance.now() - before);
    if (answer.rows.length !== 50) throw new Error("A page has too few rows.");
  }
  const many = `${size.pages} pages anywhere in the dataset`;
  yield judged(
    { figure: names.page(engine), ours: percentile(times, 0.99), unit: "ms", against: many },
    { atMost: 50 },
  );

  const second = await owner.datasets.push({ ...address, schema, rows: rowsOf(size.rows, 100) });
  const ids = { beforeId: first.version.id, afterId: second.version.id };
  const before = performance.now();
  const compared = await owner.version.compareRows(ids);
  const took = performance.now() - before;
  if (compared.counts.changed !== size.rows / 100) throw new Error(`${compared.counts.changed} rows are changed.`);
  yield judged({ figure: names.compare(engine), ours: took, unit: "ms", against }, { atMost: 5_000 });
  const again = performance.now();
  await owner.version.compareRows({ ...ids, from: 500 });
  yield judged({ figure: names.again(engine), ours: performance.now() - again, unit: "ms", against }, { atMost: 100 });
}

/** Every so many rows have another answer. */
function* rowsOf(count: number, changedEvery: number): Generator<readonly (string | number)[]> {
  const filler = "What customers write is rarely as short as what they mean by it. ";
  for (let index = 0; index < count; index += 1) {
    const changed = changedEvery > 0 && index % changedEvery === 0;
    yield [
      `case-${index}`,
      `${filler}(${index})`,
      changed ? "Another answer" : "An answer of a usual length",
      index % 11,
    ];
  }
}

/** Memory of a process in megabytes, as Linux counts it; not a number elsewhere. */
function residentMegabytes(pid: number | undefined, field: "VmRSS" | "VmHWM"): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1] ?? Number.NaN) / 1_024;
  } catch {
    return Number.NaN;
  }
}
