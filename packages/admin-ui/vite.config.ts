import react from "@vitejs/plugin-react";
import { defineConfig, type UserConfig } from "vite";
import manifest from "./package.json" with { type: "json" };
import { scopeSelector } from "./style-scope.ts";

/**
 * Two builds of one source. `vite build` makes the site that the server ships, with relative assets so that it works
 * below any base; `vite build --mode library` makes the React component, its dependencies left to the host's installer.
 */
export default defineConfig(({ mode }) => (mode === "library" ? libraryBuild() : siteBuild()));

const shared: UserConfig = {
  plugins: [react()],
  resolve: { conditions: ["countersign-source", "module", "browser", "development|production"] },
  css: {
    postcss: {
      plugins: [
        {
          postcssPlugin: "countersign-scope",
          Once(root) {
            const ours = root.source?.input.file?.includes("/@mantine/") !== true;
            root.walkRules((rule) => {
              const parent = rule.parent;
              const nested = parent?.type === "rule";
              const frame = parent?.type === "atrule" && "name" in parent && String(parent.name).endsWith("keyframes");
              if (!nested && !frame)
                rule.selectors = [...new Set(rule.selectors.map((selector) => scopeSelector(selector, ours)))];
            });
          },
        },
      ],
    },
  },
};

function siteBuild(): UserConfig {
  return {
    ...shared,
    base: "./",
    build: { outDir: "dist/site", emptyOutDir: true, target: "es2023", chunkSizeWarningLimit: 900 },
  };
}

function libraryBuild(): UserConfig {
  const left = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)];
  const isLeft = (id: string) => left.some((name) => id === name || id.startsWith(`${name}/`)) && !id.endsWith(".css");
  return {
    ...shared,
    publicDir: false,
    build: {
      // Built first: it empties the folder that the site and the types are then put in.
      outDir: "dist",
      emptyOutDir: true,
      target: "es2023",
      sourcemap: true,
      cssCodeSplit: false,
      lib: { entry: "src/index.ts", formats: ["es"], fileName: "index", cssFileName: "styles" },
      rolldownOptions: { external: isLeft, output: { chunkFileNames: "pages/[name]-[hash].js" } },
    },
  };
}
