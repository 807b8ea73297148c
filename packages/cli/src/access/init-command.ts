import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Run } from "../command-line/command.ts";
import { Fault } from "../command-line/fault.ts";
import { jsonText } from "../command-line/output.ts";

/** Writes a manifest to begin with. */
export const run: Run = async ({ folder, json, next, output, positionals, text }) => {
  const file = positionals[0] ?? "access.yaml";
  const name = text("name") ?? "access";
  if (!/\.ya?ml$/.test(file)) throw new Fault(`${file} is no name of a YAML file.`, "Let it end in .yaml.");
  try {
    writeFileSync(resolve(folder, file), beginning(name), { mode: 0o644, flag: "wx" });
  } catch (error) {
    throw new Fault(`${file} cannot be written, or is there already.`, "Name a file that is not there yet.", error);
  }
  if (json) output.data(jsonText({ file, manifest: name }));
  else output.words(`Wrote ${file}.`);
  next(`countersign plan ${file}`);
  return "done";
};

function beginning(name: string): string {
  return `# Access as code. An entry says what is to stand; what it does not say is left as it is.
manifest: ${name}

# workspaces:
#   production: { description: What customers see }

# roles:
#   tone-reviewer:
#     description: Judges how we speak to customers
#     permissions: [prompt:view, prompt:comment, prompt:review]

# groups:
#   reviewers:
#     members: [ada@northwind.example]

# bindings:
#   - { group: reviewers, role: tone-reviewer, at: production, reason: They judge tone }

# policies:
#   - name: customer-facing
#     at: production
#     label: production
#     requirements: [{ count: 1, group: reviewers }]

# protect: [workspace production]
`;
}
