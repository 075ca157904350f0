/** `npm run bench -- [names] [--seconds 30] [--rate 10000] [--nab FOLDER] [--tuning] [--events N,N] [--store sqlite] [--url DATABASE_URL] [--keep FOLDER] [--profile] [--timescaledb]`: every number in the docs comes from here. */
import { parseArgs } from "node:util"
import { paint, print } from "../cli/terminal.ts"
import alerts from "./alerts.ts"
import type { Bench } from "./bench.ts"
import ceiling from "./ceiling.ts"
import distributed from "./distributed.ts"
import endToEnd from "./end-to-end.ts"
import kit from "./kit.ts"
import log from "./log.ts"
import logOnKafka from "./log-on-kafka.ts"
import { machine } from "./machine.ts"
import pipeline from "./pipeline.ts"
import query from "./query.ts"
import store from "./store.ts"

const BENCHES: readonly Bench[] = [kit, log, logOnKafka, store, query, pipeline, endToEnd, distributed, ceiling, alerts]

const { values, positionals } = parseArgs({
  options: {
    seconds: { type: "string", default: "30" },
    rate: { type: "string", default: "10000" },
    nab: { type: "string" },
    tuning: { type: "boolean" },
    events: { type: "string" },
    profile: { type: "boolean" },
    timescaledb: { type: "boolean" },
    store: { type: "string" },
    url: { type: "string" },
    keep: { type: "string" },
  },
  allowPositionals: true,
})

function positive(name: "seconds" | "rate" | "events", word = values[name]): number {
  const number = Number(word)
  if (number > 0 && Number.isFinite(number)) return number
  throw new Error(`--${name}: expected a number greater than 0, got ${word}`)
}

function chosen(): readonly Bench[] {
  const unknown = positionals.filter(name => !BENCHES.some(bench => bench.name === name))
  if (unknown.length > 0) {
    throw new Error(`expected benches among ${BENCHES.map(({ name }) => name).join(", ")}; got ${unknown.join(", ")}`)
  }
  return positionals.length === 0 ? BENCHES : BENCHES.filter(({ name }) => positionals.includes(name))
}

try {
  const options = {
    seconds: positive("seconds"),
    rate: positive("rate"),
    ...{ nab: values.nab, tuning: values.tuning, store: values.store, url: values.url, keep: values.keep },
    ...{ profile: values.profile, timescaledb: values.timescaledb },
    events: values.events?.split(",").map(word => positive("events", word)),
  }
  for (const { name, about, run } of chosen()) {
    print(`\n${paint.bold(name)}  ${paint.dim(about)}\n`)
    await run(options)
  }
  print(`\n${paint.dim("machine")}  ${await machine()}`)
  process.exit(0)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
