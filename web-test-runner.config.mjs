/**
 * Browser tests, in the real Chromium: `npx wtr --group sdk`, `npx wtr --group widgets`.
 * Tests are `*.browser.ts` beside the file they test; `describe`/`it` come from mocha, `expect` from "chai".
 */
import { existsSync } from "node:fs"
import { esbuildPlugin } from "@web/dev-server-esbuild"
import { defaultReporter } from "@web/test-runner"
import { chromeLauncher } from "@web/test-runner-chrome"
import { countsReporter } from "./runtime/testing/counts-reporter.mjs"
import { collectorPlugin } from "./sdk/testing/plugin.mjs"
import { metricsPlugin } from "./widgets/testing/plugin.mjs"

const chromium = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find(path => path && existsSync(path))

if (!chromium) {
  throw new Error("expected a Chromium at CHROMIUM_PATH or in /usr/bin, found none: install it or set CHROMIUM_PATH")
}

export default {
  rootDir: import.meta.dirname,
  nodeResolve: { exportConditions: ["browser", "production"] },
  plugins: [esbuildPlugin({ ts: true, target: "es2022" }), collectorPlugin(), metricsPlugin()],
  groups: ["sdk", "widgets"].map(name => ({ name, files: [`${name}/**/*.browser.ts`, "!**/{node_modules,dist}/**"] })),
  browsers: [
    chromeLauncher({
      launchOptions: {
        executablePath: chromium,
        args: [
          "--no-sandbox",
          "--disable-gpu",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
        ],
      },
      // A context of its own for every test page: files run side by side and must not share localStorage and locks.
      createPage: async ({ browser }) => (await browser.createBrowserContext()).newPage(),
    }),
  ],
  // `npm test` adds up the suites from the counts written here.
  reporters: [defaultReporter(), ...(process.env.TEST_COUNTS ? [countsReporter(process.env.TEST_COUNTS)] : [])],
  concurrency: 2,
  testFramework: { config: { ui: "bdd", timeout: 20_000 } },
  testsFinishTimeout: 180_000,
}
