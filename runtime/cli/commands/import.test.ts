import { afterAll, expect, test } from "bun:test"
import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { sqliteStore } from "../../store/drivers/sqlite.ts"
import { shop } from "../../store/testing/rows.ts"
import { emptyFolder, runCli } from "../testing.ts"

const cwd = emptyFolder()
afterAll(() => rmSync(cwd, { recursive: true }))
const store = await sqliteStore({ folder: join(cwd, "data") })
await store.saveShop(shop())
await store.close()
writeFileSync(join(cwd, "orders.csv"), "created,number,sum\n2019-05-01T10:00:00Z,A-1,12.5\nyesterday,A-2,1\n")
writeFileSync(join(cwd, "orders.txt"), "")

const run = (...args: string[]) => runCli(["import", ...args], { cwd, env: { SHOPSTREAM_DATA: "data" } })
const orders = ["orders.csv", "--shop", "demo", "--set", "event_type=purchase"]
const report = "orders.csv.refused.ndjson"
const map = ["--map", "created=timestamp,number=order_id", "--map", "sum=total_amount"]

test("a CSV file of orders is imported once, and its bad lines are named", async () => {
  const first = await run(...orders, ...map, "--json")
  expect(JSON.parse(first.stdout)).toEqual({ imported: 1, bad: 1, before: 0, report })
  expect(first.stderr).toMatch(/line 3: expected timestamp to be .*, got "yesterday"/)
  expect(first.code).toBe(1)
  expect(JSON.parse(readFileSync(join(cwd, report), "utf8"))).toMatchObject({ line: 3, code: "invalid_timestamp" })
  const again = await run(...orders, ...map, "--json")
  expect(JSON.parse(again.stdout)).toEqual({ imported: 0, bad: 0, before: 2, report })
  expect(again.code).toBe(0)
})

test.each([
  [["none.csv", "--shop", "demo"], /^there is no file none.csv\n$/],
  [
    ["orders.txt", "--shop", "demo"],
    /^expected a file named .ndjson, .jsonl or .csv, or so with .gz, got orders.txt; say which/,
  ],
  [["orders.csv", "--shop", "nobody"], /^there is no shop "nobody"; there is demo\n$/],
  [["orders.csv", "--shop", "demo", "--map", "a=tiem"], /^tiem is no field of an event; a field is e.g. timestamp/],
  [["orders.csv", "--shop", "demo", "--map", "a"], /Expected pairs such as when=timestamp,sku=product.id/],
])("import %j is answered by one clear line", async (args, line) => {
  const { code, stderr } = await run(...args)
  expect(code).toBe(1)
  expect(stderr).toMatch(line)
})
