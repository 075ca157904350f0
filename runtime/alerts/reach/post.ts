import { lookup as resolve } from "node:dns"
import { type IncomingMessage, request as requestHttp } from "node:http"
import { request as requestHttps } from "node:https"
import { isIP, type LookupFunction } from "node:net"
import { Undeliverable } from "../../../plugins/kit/index.ts"
import type { MayReach } from "./address.ts"

export interface PostOptions {
  mayReach: MayReach
  /** How names become addresses; the system's way where absent. */
  resolver?: (name: string) => Promise<readonly { address: string; family: number }[]>
  timeoutMs?: number
}

const MOST_REDIRECTS = 3
const ANSWER_KEPT = 500
/** Answers that may pass; all others from 400 on mean no for good. */
const PASSING = new Set([408, 425, 429])

/**
 * POSTs where shops say, and nowhere they must not: the address is judged after the name was resolved and the
 * connection goes to that very address, so a name that resolves differently a moment later gains nothing; each
 * redirect is judged anew. Secrets in headers do not follow a redirect to another origin.
 */
export function createPost({ mayReach, resolver = resolveAll, timeoutMs = 10_000 }: PostOptions) {
  /** @throws Undeliverable | Error, see `Delivery.post` */
  return async function post(url: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
    let target = parsed(url)
    let sent = headers
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const { status, location, text } = await postOnce(target, body, sent)
      if (status >= 200 && status < 300) return
      if (status < 300 || status >= 400) throw refused(target, status, text)
      // 301 to 303 turn a POST into a GET for most clients: the notice would be lost without a word.
      if (status !== 307 && status !== 308)
        throw new Undeliverable(`${target.host} answered ${status}; use the final address`)
      const next = parsed(location ?? "", target)
      if (next.origin !== target.origin) sent = {}
      target = next
    }
    throw new Undeliverable(`${parsed(url).host} redirected more than ${MOST_REDIRECTS} times`)
  }

  function postOnce(target: URL, body: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
    const host = target.hostname.replace(/^\[|\]$/g, "")
    // No name is looked up for an address, so it is judged here.
    if (isIP(host) && !mayReach(host)) return Promise.reject(forbidden(host))
    const request = target.protocol === "https:" ? requestHttps : requestHttp
    return new Promise((done, fail) => {
      const outgoing = request(
        target,
        {
          method: "POST",
          lookup: guarded,
          agent: false,
          signal: AbortSignal.timeout(timeoutMs),
          headers: {
            "content-type": "application/json",
            "user-agent": "ShopStream",
            ...headers,
            "content-length": Buffer.byteLength(body),
          },
        },
        incoming => readAnswer(incoming).then(done, fail),
      )
      outgoing.on("error", error => fail(explained(error, target)))
      outgoing.end(body)
    })
  }

  /** All addresses of a name must be allowed: which of them would be taken is not ours to choose. */
  function lookupGuarded(name: string, all: boolean, answer: Parameters<LookupFunction>[2]): void {
    resolver(name).then(
      addresses => {
        const bad = addresses.find(({ address }) => !mayReach(address))
        const [first] = addresses
        if (bad) answer(forbidden(`${name} (${bad.address})`), "", 4)
        else if (!first) answer(new Error(`${name} has no address`), "", 4)
        else if (all) answer(null, [...addresses])
        else answer(null, first.address, first.family)
      },
      error => answer(error, "", 4),
    )
  }

  function guarded(...[name, options, answer]: Parameters<LookupFunction>): void {
    lookupGuarded(name, options.all === true, answer)
  }
}

interface Answer {
  status: number
  location?: string
  text: string
}

async function readAnswer(incoming: IncomingMessage): Promise<Answer> {
  let text = ""
  for await (const chunk of incoming) {
    text += String(chunk)
    if (text.length > ANSWER_KEPT) break
  }
  incoming.destroy()
  return { status: incoming.statusCode ?? 0, location: incoming.headers.location, text: text.slice(0, ANSWER_KEPT) }
}

function parsed(url: string, base?: URL): URL {
  const target = URL.canParse(url, base) ? new URL(url, base) : undefined
  if (target?.protocol === "https:" || target?.protocol === "http:") {
    if (target.username === "" && target.password === "") return target
    throw new Undeliverable("expected an address without a user name and password in it")
  }
  throw new Undeliverable("expected an http or https address")
}

function refused(target: URL, status: number, text: string): Error {
  const said = `${target.host} answered ${status}${text === "" ? "" : `: ${text.slice(0, 100)}`}`
  return status >= 500 || PASSING.has(status) ? new Error(said) : new Undeliverable(said)
}

const forbidden = (what: string): Error =>
  new Undeliverable(
    `${what} is not a public address; the operator opens others with WEBHOOK_PRIVATE_NETWORKS, e.g. 10.0.0.0/8`,
  )

/** Bun wraps what a lookup throws; the reason is what counts. */
function explained(error: Error, target: URL): Error {
  const reason = error.cause instanceof Undeliverable ? error.cause : error
  if (reason instanceof Undeliverable) return reason
  const isLate = error.name === "TimeoutError" || error.name === "AbortError"
  return new Error(isLate ? `${target.host} did not answer in time` : `${target.host}: ${error.message}`)
}

function resolveAll(name: string): Promise<{ address: string; family: number }[]> {
  return new Promise((done, fail) => {
    resolve(name, { all: true }, (error, addresses) => (error ? fail(error) : done(addresses)))
  })
}
