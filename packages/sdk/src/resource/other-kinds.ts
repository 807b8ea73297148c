import type { CountersignApi } from "@countersign/core";
import type { Datasets } from "../dataset/datasets.ts";
import type { Evaluations, Workflows } from "./written-kind.ts";

/** What is there beside prompts; each is loaded by those alone who use it, when they first do. */
export function otherKinds(api: CountersignApi): {
  readonly workflows: Workflows;
  readonly datasets: Datasets;
  readonly evaluations: Evaluations;
} {
  const written = () => import("./written-kind.ts");
  const workflows = async () => (await written()).createWorkflows(api);
  const evaluations = async () => (await written()).createEvaluations(api);
  const datasets = async () => (await import("../dataset/datasets.ts")).createDatasets(api);
  return {
    workflows: {
      get: async (address, options) => (await workflows()).get(address, options),
      list: async (input, options) => (await workflows()).list(input, options),
      push: async (input, options) => (await workflows()).push(input, options),
    },
    evaluations: {
      get: async (address, options) => (await evaluations()).get(address, options),
      list: async (input, options) => (await evaluations()).list(input, options),
      push: async (input, options) => (await evaluations()).push(input, options),
    },
    datasets: {
      get: async (address, options) => (await datasets()).get(address, options),
      list: async (input, options) => (await datasets()).list(input, options),
      push: async (input, options) => (await datasets()).push(input, options),
      pushFile: async (input, options) => (await datasets()).pushFile(input, options),
    },
  };
}
