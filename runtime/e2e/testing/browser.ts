import { describe } from "bun:test"
import puppeteer, { type Browser, type BrowserContext, type Page } from "puppeteer-core"
import { CHROMIUM_FLAGS, findChromium } from "../../../deploy/local/chromium.ts"
import { PATIENCE_MS } from "./until.ts"

const chromium = findChromium()
if (!chromium) console.warn("SKIPPED: no Chromium found; install Chromium or Chrome, or set CHROMIUM_PATH")

/** `describe` for tests that need a browser: skipped, with the reason printed, where there is none. */
export const describeInBrowser = describe.skipIf(!chromium)

export function openBrowser(): Promise<Browser> {
  return puppeteer.launch({
    executablePath: chromium!,
    args: CHROMIUM_FLAGS,
    headless: true,
    protocolTimeout: PATIENCE_MS,
  })
}

/** A visitor whom no site has seen before: cookies and storage of their own. */
export function newVisitor(browser: Browser): Promise<BrowserContext> {
  return browser.createBrowserContext()
}

/** A tab at an address, with what went wrong in its scripts. */
export interface Tab extends Page {
  readonly troubles: string[]
}

/**
 * Opens a tab. Errors that its scripts throw or log are kept in `troubles`.
 * @param before runs in the page before its own scripts
 */
export async function openTab(visitor: BrowserContext, url: string, before?: () => void): Promise<Tab> {
  const page = await visitor.newPage()
  if (before) await page.evaluateOnNewDocument(before)
  page.setDefaultTimeout(PATIENCE_MS)
  const troubles: string[] = []
  page.on("pageerror", error => troubles.push(String(error)))
  page.on("console", message => message.type() === "error" && troubles.push(message.text()))
  await page.goto(url)
  return Object.assign(page, { troubles })
}
