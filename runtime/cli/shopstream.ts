#!/usr/bin/env bun
import { report } from "./failure.ts"
import { createProgram } from "./program.ts"

try {
  await createProgram().parseAsync()
} catch (error) {
  // Not by exitCode: whatever was opened before the error must not keep the process.
  process.exit(report(error))
}
