import { defineConfig } from "tsup"

/** The npm package: plain modules with types, Lit and d3 left to the shop's own bundler. */
export default defineConfig({
  entry: ["index.ts", "all.ts", "define/*.ts"],
  outDir: "dist",
  format: "esm",
  target: "es2022",
  platform: "browser",
  splitting: true,
  sourcemap: true,
  clean: true,
  dts: true,
  tsconfig: "../tsconfig.json",
})
