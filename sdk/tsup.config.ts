import { defineConfig } from "tsup"

/** Evergreen browsers of the last five years. */
const target = "es2020"

export default defineConfig([
  {
    // import { init, track } from "@shopstream/sdk"
    entry: ["index.ts", "event.ts"],
    format: "esm",
    dts: true,
    target,
  },
  {
    // <script defer src="…/shopstream.js" data-key="wk_…">
    entry: { shopstream: "script.ts", "shopstream.core": "core.ts" },
    format: "iife",
    outExtension: () => ({ js: ".js" }),
    minify: true,
    target,
  },
])
