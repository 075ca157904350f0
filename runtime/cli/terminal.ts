/** What a command writes for a person: colours where the terminal wants them, columns that line up. */

const CODES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], cyan: [36, 39] } as const

export type Paint = Record<keyof typeof CODES, (text: string) => string>

/** Colours for a stream; plain text where it is no terminal or `NO_COLOR` is set (https://no-color.org). */
export function paintFor(stream: { isTTY?: boolean }, env = process.env): Paint {
  const colours = stream.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb"
  const paint =
    ([on, off]: readonly [number, number]) =>
    (text: string) =>
      colours ? `\u001b[${on}m${text}\u001b[${off}m` : text
  return Object.fromEntries(Object.entries(CODES).map(([name, code]) => [name, paint(code)])) as Paint
}

export const paint = paintFor(process.stdout)

/** Rows as lines, each column as wide as its widest cell. The last column is not padded. */
export function columns(rows: readonly (readonly string[])[], indent = "  "): string {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, Bun.stringWidth(cell))
    })
  }
  const pad = (cell: string, column: number) => cell + " ".repeat(widths[column]! - Bun.stringWidth(cell))
  return rows.map(row => (indent + row.map(pad).join("  ")).trimEnd()).join("\n")
}

/** A table with a heading, or what to say where there is nothing in it. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[], empty: string): string {
  return rows.length === 0 ? `  ${empty}` : columns([heading.map(paint.dim), ...rows])
}

export function print(text = ""): void {
  process.stdout.write(`${text}\n`)
}

/** One JSON document for programs: nothing else goes to stdout then. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2))
}

/** `1234567` as `1,234,567`: the terminal's own language would make logs differ between machines. */
export function thousands(number: number): string {
  return Math.round(number).toLocaleString("en-US")
}

/** The end of a command's help: how it is used. */
export function example(...lines: string[]): string {
  return `\n${paint.bold(lines.length > 1 ? "Examples:" : "Example:")}\n${lines.map(line => `  $ ${line}`).join("\n")}`
}
