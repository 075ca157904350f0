import { expect } from "bun:test"
import type { Page } from "puppeteer-core"
import { becomes, settled } from "./until.ts"

/** Text that an element shows, as a person sees it: what stands in its shadow root too, what is hidden not. */
export async function textOf(page: Page, selector: string): Promise<string> {
  const element = await page.$(selector)
  const text = await element?.evaluate(e => (e as HTMLElement).innerText)
  await element?.dispose()
  return text?.trim().replace(/[\s\u00a0\u202f]+/g, " ") ?? ""
}

/** Waits until an element shows this text and no other. */
export function shows(page: Page, selector: string, text: string): Promise<void> {
  return becomes(() => textOf(page, selector), text)
}

/** Waits until these words stand in an element's text. */
export async function mentions(page: Page, selector: string, words: string): Promise<void> {
  const look = () => textOf(page, selector)
  expect(await settled(look, text => text.includes(words))).toContain(words)
}

/** Where the number of a `<shop-kpi>` stands. @param within e.g. `shop-dashboard >>> ` */
export const numberOf = (metric: string, within = ""): string =>
  `${within}shop-kpi[metric="${metric}"] >>> [part="value"]`

/** Where it says why it has no number. */
export const noteOf = (metric: string): string => `shop-kpi[metric="${metric}"] >>> [part="note"]`

/** `$1,234.50`, as an English page writes it. */
export const dollars = (amount: number): string =>
  amount.toLocaleString("en-US", { style: "currency", currency: "USD" })

/** The amount in `$1,234.50`. */
export const amountIn = (text: string): number => Number(text.replace(/[^\d.-]/g, ""))
