import type { Page } from "./event.ts"

/** Passwords and tokens that some shops put into their URLs: the only thing taken out. */
const SECRETS = /([?&#;][\w.-]*(?:token|passw(?:or)?d|secret|api_?key)=)[^&#;]*/gi
const USER_INFO = /\/\/[^/?#@]*@/

/** Characters; the collector refuses longer titles. */
const LONGEST_URL = 2048
const LONGEST_TITLE = 512

/** `url` as it stands, without credentials. */
export function withoutCredentials(url: string): string {
  return url.replace(USER_INFO, "//").replace(SECRETS, "$1***").slice(0, LONGEST_URL)
}

/** The page the visitor is on, now. */
export function currentPage(): Page {
  return {
    url: withoutCredentials(location.href),
    title: document.title.slice(0, LONGEST_TITLE) || undefined,
    referrer: withoutCredentials(document.referrer) || undefined,
  }
}
