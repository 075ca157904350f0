import { table, thousands } from "../../cli/terminal.ts"
import type { MadeOf, Question } from "./questions.ts"
import type { Timing } from "./time.ts"

/** The answers of one store, with so many events in it. */
export interface Answered {
  title: string
  events: number
  timings: readonly Timing[]
}

const HEADINGS: Readonly<Record<MadeOf, string>> = {
  cells: "from cells",
  records: "from as many records as are shown",
  events: "from all events or orders of the window, within 2 s",
}

/** A table for each thing that answers are made of: p50 and p99 in ms, a column for each store and number of events. */
export function report(questions: readonly Question[], answered: readonly Answered[]): string {
  const kinds = Object.keys(HEADINGS) as MadeOf[]
  return kinds
    .map(kind => {
      const rows = questions.flatMap(({ name, madeOf }, i) =>
        madeOf === kind ? [[name, ...answered.map(({ timings }) => shown(timings[i]!))]] : [],
      )
      const heads = answered.map(({ title, events }) => `${title} ${thousands(events)}`)
      return table([HEADINGS[kind], ...heads], rows, "")
    })
    .join("\n\n")
}

function shown({ p50, p99, refused, asked }: Timing): string {
  if (refused > 0)
    return `${refused === asked ? "" : `${refused} of ${asked} `}refused after ${(p99 / 1_000).toFixed(1)} s`
  return `${ms(p50)} ${ms(p99)} ms`
}

const ms = (number: number): string => (number < 100 ? number.toFixed(1) : number.toFixed(0))
