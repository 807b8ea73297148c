import type { VariableValues } from "@countersign/core";

/**
 * Which prompts there are. Empty, so that every name, label and variable is a text; a declaration that
 * `countersign types` writes fills it, and from then on a wrong one does not compile:
 *
 * ```ts
 * declare module "@countersign/sdk" {
 *   interface PromptCatalogue {
 *     production: { "support/answer": { production: { company: string; tone?: string } } };
 *   }
 * }
 * ```
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is there to be filled by declarations of users.
export interface PromptCatalogue {}

/** The workspaces that there are. */
export type WorkspaceName = [keyof PromptCatalogue] extends [never] ? string : keyof PromptCatalogue & string;

/** The paths of prompts in a workspace. */
export type PromptPath<Workspace extends string> = Workspace extends keyof PromptCatalogue
  ? keyof PromptCatalogue[Workspace] & string
  : string;

/** The labels that serve a prompt. */
export type PromptLabel<Workspace extends string, Path extends string> = Workspace extends keyof PromptCatalogue
  ? Path extends keyof PromptCatalogue[Workspace]
    ? keyof PromptCatalogue[Workspace][Path] & string
    : never
  : string;

/** The values that a prompt is filled in with, as a label serves it. */
export type PromptVariables<
  Workspace extends string,
  Path extends string,
  Label extends string,
> = Workspace extends keyof PromptCatalogue
  ? Path extends keyof PromptCatalogue[Workspace]
    ? Label extends keyof PromptCatalogue[Workspace][Path]
      ? PromptCatalogue[Workspace][Path][Label]
      : never
    : never
  : VariableValues;

/** The address of a prompt; with a catalogue, of one that is in it. */
export interface PromptAddress<Workspace extends string, Path extends string, Label extends string> {
  /** The workspace's name. */
  readonly workspace: Workspace;
  /** Inside the workspace, the prompt's name last, for example `support/refund`. */
  readonly path: Path;
  readonly label: Label;
}
