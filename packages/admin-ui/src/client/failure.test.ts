import { CountersignError } from "@countersign/core";
import { expect, test } from "vitest";
import { describeFailure, isPassing } from "./failure.ts";

test("a refusal is shown with its own remedy", () => {
  const error = new CountersignError({ code: "forbidden", message: "No.", remedy: "Ask." });
  expect(describeFailure(error)).toEqual({ code: "forbidden", message: "No.", remedy: "Ask.", requestId: null });
  expect(isPassing(error)).toBe(false);
});

test("a refusal without a remedy gets one by its code, and the request id is kept", () => {
  const error = Object.assign(new CountersignError({ code: "conflict", message: "Moved." }), { requestId: "call_1" });
  expect(describeFailure(error)).toMatchObject({ remedy: expect.stringContaining("Reload"), requestId: "call_1" });
});

test("anything else is a failure of the connection, worth another try", () => {
  expect(describeFailure("odd")).toMatchObject({ code: "unavailable", message: "The server did not answer." });
  expect(isPassing(new TypeError("Failed to fetch"))).toBe(true);
});
