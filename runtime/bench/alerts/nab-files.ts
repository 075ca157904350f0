import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Point } from "../../../plugins/kit/index.ts"

export interface LabelledFile {
  name: string
  points: Point[]
  windows: { first: number; last: number }[]
}

/**
 * Reads every file that the folder has labels for.
 * @param folder with `labels/combined_windows.json` and `data/`, as in the benchmark's repository
 */
export function readNab(folder: string): LabelledFile[] {
  const labels = JSON.parse(readFileSync(join(folder, "labels/combined_windows.json"), "utf8")) as Record<
    string,
    [string, string][]
  >
  return Object.entries(labels).map(([name, windows]) => {
    const points = readCsv(join(folder, "data", name))
    const indexOf = (at: string): number => points.findIndex(({ t }) => t >= time(at))
    return { name, points, windows: windows.map(([from, to]) => ({ first: indexOf(from), last: indexOf(to) })) }
  })
}

function readCsv(file: string): Point[] {
  const [, ...lines] = readFileSync(file, "utf8").trim().split("\n")
  return lines.map(line => {
    const [at = "", value = ""] = line.trim().split(",")
    return { t: time(at), value: Number(value) }
  })
}

/** The benchmark's times name no zone; which one is taken makes no difference. */
const time = (at: string): number => Date.parse(`${at.trim().slice(0, 19).replace(" ", "T")}Z`)
