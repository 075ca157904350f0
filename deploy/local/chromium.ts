import { existsSync } from "node:fs"
import { installPackage } from "./debian.ts"

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
const ADVICE = "install Chromium or Chrome, or set CHROMIUM_PATH"

/** Flags that a Chromium needs to run as root, headless and without talking to anyone. */
export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

/** Path of an installed Chromium: `CHROMIUM_PATH`, else the usual places. */
export function findChromium(): string | undefined {
  return [process.env.CHROMIUM_PATH, ...PLACES].find(path => path && existsSync(path))
}

/**
 * A Chromium for the browser tests: the installed one, or Debian's package where this user may install it.
 * @returns its path, or why there is none and what to do
 */
export async function ensureChromium(say: (line: string) => void): Promise<{ path: string } | { missing: string }> {
  const found = findChromium()
  if (found) return { path: found }
  const complaint = await installPackage("chromium", say)
  if (complaint) return { missing: `no Chromium found, and ${complaint}; ${ADVICE}` }
  const installed = findChromium()
  return installed ? { path: installed } : { missing: `the package holds no Chromium in the usual places; ${ADVICE}` }
}
