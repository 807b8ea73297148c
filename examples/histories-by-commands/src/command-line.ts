import { spawn } from "node:child_process";

/** Runs `countersign` as somebody, and answers what it printed. */
export type CommandLine = (words: readonly string[], input?: string) => Promise<string>;

/**
 * The command line of one person, by that person's key.
 *
 * @param program what to run before the words: `["countersign"]`, or Node with the program's file
 */
export function commandLine(program: readonly string[], url: string, key: string): CommandLine {
  const [file = "", ...first] = program;
  return (words, input) =>
    new Promise((resolve, reject) => {
      const child = spawn(file, [...first, ...words, "--no-input"], {
        env: { PATH: process.env["PATH"], COUNTERSIGN_URL: url, COUNTERSIGN_API_KEY: key },
        stdio: ["pipe", "pipe", "pipe"],
      });
      const written = { stdout: "", stderr: "" };
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        written.stdout += text;
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        written.stderr += text;
      });
      child.once("error", reject);
      child.once("close", (code) => {
        if (code === 0) resolve(written.stdout);
        else reject(new Error(`countersign ${words.join(" ")} ended with ${code}: ${written.stderr.trim()}`));
      });
      // A command that reads no input may be gone before it is written.
      child.stdin.on("error", () => {});
      child.stdin.end(input ?? "");
    });
}
