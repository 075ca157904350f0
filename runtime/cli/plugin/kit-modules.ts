/** Preloaded into authors' tests: the kit and its harness by the names they are published under, from any folder. */
import * as kit from "../../../plugins/kit/index.ts"
import * as testing from "../../../plugins/kit/testing/index.ts"

Bun.plugin({
  name: "shopstream-kit",
  setup(build) {
    build.module("@shopstream/plugins", () => ({ exports: { ...kit }, loader: "object" }))
    build.module("@shopstream/plugins/testing", () => ({ exports: { ...testing }, loader: "object" }))
  },
})
