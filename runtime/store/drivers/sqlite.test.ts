import { makeFolder } from "../../testing/folder.ts"
import { storeConformance } from "../testing/conformance.ts"
import type { Rig } from "../testing/rig.ts"
import { sqliteStore } from "./sqlite.ts"

storeConformance("SQLite store", openRig, {
  watching: "one process alone commits events to a folder",
})

async function openRig(): Promise<Rig> {
  const { folder, remove } = makeFolder()
  const opened = [await sqliteStore({ folder })]
  const openOne = async () => {
    const store = await sqliteStore({ folder })
    opened.push(store)
    return store
  }
  const closeAll = () => Promise.all(opened.map(store => store.close()))
  return {
    store: opened[0]!,
    beside: openOne,
    async reopen() {
      await closeAll()
      return openOne()
    },
    async dispose() {
      await closeAll()
      remove()
    },
  }
}
