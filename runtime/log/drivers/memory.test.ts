import { logConformance } from "../testing/conformance.ts"
import { memoryLog } from "./memory.ts"

logConformance(
  "memory log",
  async options => {
    const log = memoryLog(options)
    return { log, dispose: () => log.close() }
  },
  {
    reopen: "memory ends with its process",
    foreign: "memory holds objects that were typed when they came, and has no other door",
    full: "memory takes a call at once, so nothing is ever under way",
  },
)
