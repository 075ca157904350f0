import { expect, test } from "bun:test"
import { described, plan } from "./plan.ts"

test("the same seed plans the same siege, another seed another one", () => {
  const size = { disturbances: 20, batches: 500 }
  expect(plan("7", size)).toEqual(plan("7", size))
  expect(plan("8", size)).not.toEqual(plan("7", size))
})

test("every kind of disturbance comes before any comes twice, in the order of their moments", () => {
  const planned = plan("7", { disturbances: 12, batches: 500 })
  const kinds = planned.map(({ disturbance }) => described(disturbance).replace(/ for .*/, ""))
  expect(new Set(kinds).size).toBe(12)
  const moments = planned.map(({ after }) => after)
  expect(moments).toEqual(moments.toSorted((a, b) => a - b))
})
