import { Database } from "bun:sqlite"
import { expect, test } from "bun:test"
import { join } from "node:path"
import { withFolder } from "../../../testing/folder.ts"
import { prepare } from "./schema.ts"

// Killing a process does not lose what the system still has in memory, so no crash test would notice these missing.
test("a commit waits for the disk: write-ahead log with synchronous = full, on a new file and on an old one", () =>
  withFolder(async folder => {
    for (const _ of ["new", "old"]) {
      const db = new Database(join(folder, "log.sqlite"))
      prepare(db, 1)
      expect(db.query("pragma journal_mode").get()).toEqual({ journal_mode: "wal" })
      expect(db.query("pragma synchronous").get()).toEqual({ synchronous: 2 })
      db.close()
    }
  }))
