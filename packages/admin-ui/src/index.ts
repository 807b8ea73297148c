export { CountersignConsole, type CountersignConsoleProps } from "./countersign-console.tsx";
