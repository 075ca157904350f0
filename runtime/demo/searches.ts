import { CATALOGUE, searchCatalogue } from "./catalogue.ts"
import { type Random, Weighted, zipf } from "./random.ts"
import { CATEGORIES } from "./words.ts"

/** What a search event tells: the words, and how many articles they found. */
export interface Search {
  query: string
  results: number
}

const FRUITLESS_SHARE = 0.1

/** What people look for in vain: the shop has none of it. */
export const FRUITLESS: readonly string[] = [
  "gift card",
  "advent calendar 2025",
  "dog bed",
  "espresso machine",
  "yoga mat",
  "wine fridge",
  "kids chair",
  "picture frame",
]

/** Kinds of things first, then what is well liked, then whole categories. */
const FRUITFUL: readonly Search[] = [
  ...CATEGORIES.flatMap(({ nouns }) => nouns.map(({ name }) => name)).filter((_, index) => index % 3 === 0),
  ...CATALOGUE.slice(0, 12).map(({ product }) => product.name),
  ...CATEGORIES.map(({ name }) => name),
].map(words => ({ query: words.toLowerCase(), results: searchCatalogue(words).length }))

const found = new Weighted(FRUITFUL, zipf(0.8))
const missed = new Weighted(
  FRUITLESS.map(query => ({ query, results: 0 })),
  zipf(0.8),
)

/** A search somebody makes; a tenth of them find nothing. */
export function pickSearch(random: Random): Search {
  return (random.chance(FRUITLESS_SHARE) ? missed : found).pick(random)
}
