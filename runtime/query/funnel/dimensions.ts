import { keysOfTouch, touchOf } from "../../../plugins/kit/touch.ts"
import type { Product, ShopEvent } from "../../../sdk/event.ts"

/** What one event says in a dimension: one value, several where it has several products, or none. */
type Read = (e: ShopEvent) => readonly (string | undefined)[]

const DIMENSIONS: Readonly<Record<string, Read>> = {
  product: e => productsOf(e).map(({ id }) => id),
  category: e => productsOf(e).map(({ category }) => category),
  brand: e => productsOf(e).map(({ brand }) => brand),
  country: e => [e.location?.country],
  city: e => [e.location?.city],
  source: e => [keysOfTouch(touchOf(e.campaign)).source],
  medium: e => [keysOfTouch(touchOf(e.campaign)).medium],
  campaign: e => [e.campaign?.name],
  payment_method: e => [e.payment_method],
  page: e => [pathOf(e.page?.url)],
}

/** Names as in the catalogue; beside them `properties.<name>`, of the shop's own extras. */
export const EVENT_DIMENSIONS = [...Object.keys(DIMENSIONS), "properties.…"] as const

const PROPERTY = /^properties\.(.+)$/

export function isEventDimension(dimension: string): boolean {
  return Object.hasOwn(DIMENSIONS, dimension) || PROPERTY.test(dimension)
}

/** Whether the event has the value in the dimension; for one of several products it is enough. */
export function hasValue(e: ShopEvent, dimension: string, value: string): boolean {
  const [, property] = PROPERTY.exec(dimension) ?? []
  if (property === undefined) return DIMENSIONS[dimension]!(e).includes(value)
  return Object.hasOwn(e.properties ?? {}, property) && String(e.properties![property]) === value
}

function productsOf({ product, items = [] }: ShopEvent): Product[] {
  return [...(product ? [product] : []), ...items.map(item => item.product)]
}

/** `/cart` of `https://shop.example/cart?step=2`. */
function pathOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : URL.parse(url, "https://shop.invalid")?.pathname
}
