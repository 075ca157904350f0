import type { Product } from "../../sdk/event.ts"
import { Random, Weighted, zipf } from "./random.ts"
import { CATEGORIES, type Category, COLOURS, type Noun, SERIES } from "./words.ts"

/** One thing the demo shop sells. */
export interface Article {
  /** As it travels in events. */
  product: Required<Product>
  /** Price of one in integer minor units. */
  cents: number
  /** Last part of its address in the storefront, e.g. `alder-table-lamp`. */
  slug: string
  /** Name of its drawing in `art/`, and the colour (CSS hex) to draw it in. */
  form: string
  colour: string
}

/** How steeply interest falls with rank; online shops lie near 1. */
export const ZIPF_EXPONENT = 1

const SERIES_PER_CATEGORY = 10

/** The 500 articles, most liked first. Always the same ones: the demo storefront and the simulator share them. */
export const CATALOGUE: readonly Article[] = createCatalogue()

const byPopularity = new Weighted(CATALOGUE, zipf(ZIPF_EXPONENT))

/** An article, popular ones more often. */
export function pickArticle(random: Random): Article {
  return byPopularity.pick(random)
}

/** Articles whose name, brand, category or colour holds every word of the query; most liked first. */
export function searchCatalogue(query: string): Article[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  return CATALOGUE.filter(({ product }) => {
    const text = `${product.name} ${product.brand} ${product.category} ${product.variant}`.toLowerCase()
    return words.every(word => text.includes(word))
  })
}

function createCatalogue(): Article[] {
  const random = new Random("catalogue")
  const articles = CATEGORIES.flatMap(category => {
    const series = random.shuffle(SERIES).slice(0, SERIES_PER_CATEGORY)
    return category.nouns.flatMap(noun => series.map(name => createArticle(random, category, noun, name)))
  })
  return random.shuffle(articles).map((article, index) => {
    const id = `prod_${String(index + 1).padStart(3, "0")}`
    return { ...article, product: { ...article.product, id } }
  })
}

function createArticle(random: Random, category: Category, noun: Noun, series: string): Article {
  const name = `${series} ${noun.name}`
  const colour = random.pick(COLOURS)
  const cents = shelfPrice(random.between(noun.from, noun.to))
  return {
    product: {
      id: "",
      name,
      category: category.name,
      brand: random.pick(category.brands),
      variant: colour.name,
      price: cents / 100,
    },
    cents,
    slug: name.toLowerCase().replaceAll("'", "").replaceAll(" ", "-"),
    form: noun.form,
    colour: colour.hex,
  }
}

/** Rounds as shops do: small things end in .50 or .95, mid-priced ones in .00, dear ones at five dollars. */
function shelfPrice(dollars: number): number {
  if (dollars < 30) return Math.floor(dollars) * 100 + (dollars % 1 < 0.5 ? 50 : 95)
  return dollars < 150 ? Math.round(dollars) * 100 : Math.round(dollars / 5) * 500
}
