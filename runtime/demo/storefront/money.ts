const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" })

/** `$1,234.50` from integer minor units. */
export function price(cents: number): string {
  return dollars.format(cents / 100)
}
