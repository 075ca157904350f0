import { storeConformance } from "../testing/conformance.ts"
import { memoryStore } from "./memory.ts"

storeConformance(
  "memory store",
  async () => {
    const store = memoryStore()
    return { store, dispose: () => store.close() }
  },
  {
    reopen: "memory ends with its process",
    beside: "memory belongs to one process",
    watching: "memory belongs to one process",
    rollUps: "it keeps no roll-ups: its hours and days are the minutes themselves",
  },
)
