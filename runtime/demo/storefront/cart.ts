import { type Article, CATALOGUE } from "../catalogue.ts"
import type { Line } from "../pricing.ts"

const KEY = "linnet.cart"
const MOST_OF_ONE = 9

interface Stored {
  lines: { id: string; quantity: number }[]
  coupon?: string
}

/** The cart of this browser, kept across visits. */
export class Cart {
  readonly #storage: Storage
  #lines: Line[] = []
  coupon?: string

  constructor(storage: Storage) {
    this.#storage = storage
    const { lines, coupon } = parse(storage.getItem(KEY))
    this.coupon = coupon
    for (const { id, quantity } of lines) {
      const article = CATALOGUE.find(({ product }) => product.id === id)
      if (article) this.#lines.push({ article, quantity: within(quantity) })
    }
  }

  get lines(): readonly Line[] {
    return this.#lines
  }

  /** How many things lie in it. */
  get count(): number {
    return this.#lines.reduce((sum, { quantity }) => sum + quantity, 0)
  }

  quantityOf(article: Article): number {
    return this.#lines.find(line => line.article === article)?.quantity ?? 0
  }

  /** Sets how many of an article lie in the cart, 0 to 9. Returns how many more (or, negative, fewer) that is. */
  set(article: Article, quantity: number): number {
    const before = this.quantityOf(article)
    const after = within(quantity)
    if (after === 0) this.#lines = this.#lines.filter(line => line.article !== article)
    else if (before === 0) this.#lines.push({ article, quantity: after })
    else this.#lines = this.#lines.map(line => (line.article === article ? { article, quantity: after } : line))
    this.#save()
    return after - before
  }

  use(coupon: string | undefined): void {
    this.coupon = coupon
    this.#save()
  }

  empty(): void {
    this.#lines = []
    this.coupon = undefined
    this.#save()
  }

  #save(): void {
    const lines = this.#lines.map(({ article, quantity }) => ({ id: article.product.id, quantity }))
    this.#storage.setItem(KEY, JSON.stringify({ lines, coupon: this.coupon } satisfies Stored))
  }
}

function within(quantity: number): number {
  return Math.max(0, Math.min(MOST_OF_ONE, Math.floor(quantity) || 0))
}

function parse(text: string | null): Stored {
  try {
    const stored: Stored | null = JSON.parse(text ?? "null")
    if (Array.isArray(stored?.lines)) return stored
  } catch {
    // Something else wrote there, or an older shop: begin with an empty cart.
  }
  return { lines: [] }
}
