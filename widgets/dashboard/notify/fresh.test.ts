import { expect, test } from "bun:test"
import { alertOf } from "../../gallery/alerts.ts"
import { fresh, known } from "./fresh.ts"

const warning = alertOf({ id: "1", severity: "warning" })

test("an alert is told when it begins and when it gets worse, and at no other change", () => {
  const before = known([warning])
  expect(fresh(known([]), [warning])).toEqual([warning])
  expect(fresh(before, [{ ...warning, value: 1 }])).toEqual([])
  expect(fresh(before, [{ ...warning, severity: "info" }])).toEqual([])
  const worse = alertOf({ id: "1", severity: "critical" })
  expect(fresh(before, [worse])).toEqual([worse])
})

test("what somebody looks after, or what is over already, is not told", () => {
  expect(fresh(known([]), [alertOf({ status: "acknowledged" }), alertOf({ status: "resolved" })])).toEqual([])
})
