import type { Feature } from "./feature.ts";

const modules = import.meta.glob<{ readonly feature: Feature }>("../*/routes.tsx", { eager: true });

/** Every feature of the console: what each `src/<feature>/routes.tsx` exports. */
export const features: readonly Feature[] = Object.values(modules).map((module) => module.feature);
