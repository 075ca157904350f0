#!/usr/bin/env bun
import { report } from "./failure.ts"
import { createProgram } from "./program.ts"

try {
  await createProgram().parseAsync()
} catch (error) {
  process.exitCode = report(error)
}
