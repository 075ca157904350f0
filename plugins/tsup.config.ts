import { defineConfig } from "tsup"

export default defineConfig({
  entry: { "kit/index": "kit/index.ts", "kit/testing/index": "kit/testing/index.ts" },
  format: "esm",
  target: "es2022",
  dts: true,
  clean: true,
})
