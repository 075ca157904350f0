import type { Page } from "puppeteer-core"
import { amountIn, textOf } from "./screen.ts"

/** What the demo storefront calls the things that a shopper uses. */
export const on = (testId: string): string => `[data-testid="${testId}"]`

/** Clicks as soon as there is something to click. */
export const click = (page: Page, testId: string): Promise<void> => page.locator(on(testId)).click()

export async function search(page: Page, words: string): Promise<void> {
  await page.locator(on("search-input")).fill(words)
  await page.keyboard.press("Enter")
  await page.waitForSelector(on("search-count"))
}

/** Opens a product of those listed. Answers its price. */
export async function openProduct(page: Page, index = 0): Promise<number> {
  const cards = await page.waitForSelector(on("product-card")).then(() => page.$$(on("product-card")))
  await cards[index]!.click()
  await page.waitForSelector(on("product-name"))
  return amountIn(await textOf(page, on("product-price")))
}

export async function addToCart(page: Page, quantity = 1): Promise<void> {
  await page.locator(`select${on("quantity")}`).fill(String(quantity))
  await click(page, "add-to-cart")
}

/** Buys what lies in the cart. Answers the order's number. */
export async function order(page: Page): Promise<string> {
  await click(page, "cart-link")
  await click(page, "checkout")
  await click(page, "place-order")
  await page.waitForSelector(on("order-number"))
  return textOf(page, on("order-number"))
}
