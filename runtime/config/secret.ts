import { randomBytes } from "node:crypto"
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"

/** Shorter than this, an HS256 signature can be guessed. */
const LEAST_BYTES = 32

/** Words of examples and templates: a secret that holds one was never drawn at random. */
const WELL_KNOWN =
  /change[-_ ]?(me|this|it)|your[-_ ]|example|placeholder|replace[-_ ]|password|development|shopstream|super[-_ ]?secret|my[-_ ]?secret|0123456789|1234567890|abcdefghij/i

/** Says what is wrong with a secret, or undefined where it may sign. Never repeats the secret. */
export function weakness(secret: string): string | undefined {
  const bytes = Buffer.byteLength(secret)
  return bytes < LEAST_BYTES ? `expected at least ${LEAST_BYTES} bytes, got ${bytes}` : undefined
}

/** Says why production must not sign with this secret, or undefined where it may. */
export function wellKnown(secret: string): string | undefined {
  if (!WELL_KNOWN.test(secret) && new Set(secret).size >= 10) return undefined
  return "expected a secret drawn at random, got a well-known one; make one with: openssl rand -base64 48"
}

/**
 * The secret a development installation keeps in `<data>/secret` (mode 0600), made on first use.
 * @throws Error when the folder cannot be written or the file was damaged
 */
export function keptSecret(data: string): string {
  const file = join(data, "secret")
  return readSecret(file) ?? makeSecret(file)
}

function readSecret(file: string): string | undefined {
  let secret: string
  try {
    secret = readFileSync(file, "utf8").trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
  const weak = weakness(secret)
  if (weak) throw new Error(`${file}: ${weak}; delete the file and a new secret is made`)
  return secret
}

function makeSecret(file: string): string {
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${randomBytes(48).toString("base64url")}\n`, { mode: 0o600, flag: "wx" })
  try {
    // A link appears whole or not at all: two processes that start at once agree on one secret.
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
  } finally {
    unlinkSync(draft)
  }
  return readSecret(file)!
}
