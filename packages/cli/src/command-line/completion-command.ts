import { flagsOf } from "./arguments.ts";
import type { Run } from "./command.ts";
import { commands } from "./commands.ts";
import { Fault } from "./fault.ts";
import { flags } from "./flags.ts";

/** Writes what a shell needs to complete commands and flags. */
export const run: Run = async ({ output, positionals }) => {
  const [shell = ""] = positionals;
  const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
  if (script === undefined)
    throw new Fault(`"${shell}" is no shell that can be helped.`, `Give one of ${Object.keys(scripts).join(", ")}.`);
  output.data(script());
  return "done";
};

const scripts: Readonly<Record<string, () => string>> = { bash, zsh, fish };

/** By the words that stand before the cursor: what can follow. */
function followers(): readonly { readonly after: string; readonly words: readonly string[] }[] {
  const firsts = [...new Set(commands.map(({ name }) => name.split(" ")[0] ?? name)), "help"];
  const groups = firsts.flatMap((first) => {
    const seconds = commands
      .filter(({ name }) => name.startsWith(`${first} `))
      .map(({ name }) => name.slice(first.length + 1));
    return seconds.length === 0 ? [] : [{ first, seconds }];
  });
  return [
    { after: "", words: firsts },
    ...commands.map((command) => ({
      after: command.name,
      words: [
        ...flagsOf(command).map((flag) => `--${flag}`),
        ...(groups.find(({ first }) => first === command.name)?.seconds ?? []),
      ],
    })),
    ...groups
      .filter(({ first }) => !commands.some(({ name }) => name === first))
      .map(({ first, seconds }) => ({ after: first, words: seconds })),
  ];
}

function bash(): string {
  const cases = followers().map(({ after, words }) => `    ${JSON.stringify(after)}) words="${words.join(" ")}" ;;`);
  return `# countersign completion bash > /etc/bash_completion.d/countersign
_countersign() {
  local words="" before="\${COMP_WORDS[*]:1:COMP_CWORD-1}"
  while :; do
    case "$before" in
${cases.join("\n")}
    esac
    [ -n "$words" ] && break
    case "$before" in *" "*) before="\${before% *}" ;; *) break ;; esac
  done
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _countersign countersign
`;
}

function zsh(): string {
  return `#compdef countersign
autoload -U +X bashcompinit && bashcompinit
${bash().split("\n").slice(1).join("\n")}`;
}

function fish(): string {
  const firsts = [...new Set(commands.map(({ name }) => name.split(" ")[0] ?? name))];
  const lines = ["# countersign completion fish > ~/.config/fish/completions/countersign.fish"];
  lines.push(`complete -c countersign -n __fish_use_subcommand -f -a ${quoted([...firsts, "help"].join(" "))}`);
  for (const command of commands) {
    const [first = "", second] = command.name.split(" ");
    const seen = `__fish_seen_subcommand_from ${first}`;
    if (second !== undefined)
      lines.push(`complete -c countersign -n ${quoted(seen)} -a ${second} -d ${quoted(command.does)}`);
    const within = second === undefined ? seen : `${seen}; and __fish_seen_subcommand_from ${second}`;
    for (const flag of flagsOf(command)) {
      const takes = flags[flag].value === null ? "" : " -r";
      lines.push(`complete -c countersign -n ${quoted(within)} -l ${flag}${takes} -d ${quoted(flags[flag].does)}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
