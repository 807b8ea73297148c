import { expect, it } from "vitest";
import { roleChoices } from "./role-choices.ts";

it("offers roles by where they belong and leaves out what there is none of", () => {
  const groups = roleChoices([
    { id: "organization.owner", name: "Owner", builtIn: true },
    { id: "workspace.editor", name: "Editor", builtIn: true },
  ]);
  expect(groups).toEqual([
    { group: "In a workspace or folder", items: [{ value: "workspace.editor", label: "Editor" }] },
    { group: "In the organization", items: [{ value: "organization.owner", label: "Owner" }] },
  ]);
});
