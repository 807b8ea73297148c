import { expect, test } from "vitest";
import { tidyBasePath } from "./site-config.ts";

test.each([
  ["/", "/"],
  ["", "/"],
  ["/x", "/x"],
  ["/a/b/c/", "/a/b/c"],
  ["//evil", "/evil"],
])("the base path %j is %s", (path, tidy) => {
  expect(tidyBasePath(path)).toBe(tidy);
});
