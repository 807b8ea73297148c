export type { ConsoleClient } from "./client/surroundings.tsx";
export { CountersignConsole, type CountersignConsoleProps } from "./countersign-console.tsx";
