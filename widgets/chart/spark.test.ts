import { expect, test } from "bun:test"
import { seriesOf } from "../testing/series.ts"
import { spark } from "./spark.ts"

test("run from edge to edge, inside their box", () => {
  const shape = spark(seriesOf([5, null, 20, 10]).points, 100, 32)
  expect(shape?.line).toBe("M0,29.1L66.7,0L100,19.4")
  expect(shape?.area).toEndWith("V32H0Z")
})

test("need two known points", () => {
  expect(spark(seriesOf([5, null]).points, 100, 32)).toBeUndefined()
})

test("a flat line lies where it can be seen", () => {
  expect(spark(seriesOf([5, 5]).points, 100, 32)?.line).toBe("M0,0L100,0")
  expect(spark(seriesOf([0, 0]).points, 100, 32)?.line).toBe("M0,32L100,32")
})
