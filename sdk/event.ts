/**
 * The wire type: one storefront event, exactly as it travels in `POST /v1/events` (JSON, snake_case).
 * Every other room imports this file and none restates it. Money is in decimal major units here (`999.00`);
 * the kit turns it into integer minor units before anything is added up.
 */

/** Event types with a meaning of their own. A shop may send others: `^[a-z][a-z0-9_]{0,62}$`. */
export type KnownEventType =
  | "page_view"
  | "product_view"
  | "search"
  | "add_to_cart"
  | "remove_from_cart"
  | "begin_checkout"
  | "purchase"
  | "refund"

export type EventType = KnownEventType | (string & {})

export interface Product {
  id: string
  name?: string
  category?: string
  brand?: string
  variant?: string
  /** Price of one, decimal major units. */
  price?: number
}

/** One line of a cart or an order. */
export interface Item {
  product: Product
  /** Default 1. */
  quantity?: number
  /** Price of one, decimal major units; default the product's. */
  price?: number
  /** Discount on the whole line, decimal major units. */
  discount?: number
}

/** Where the visitor is. An `ip` sent here is accepted and dropped. */
export interface Location {
  city?: string
  /** Country name or ISO 3166-1 alpha-2 code, as the shop sends it. */
  country?: string
  region?: string
}

export interface Page {
  url?: string
  title?: string
  referrer?: string
}

/** The marketing campaign that brought the visitor (`utm_*` and click ids). */
export interface Campaign {
  source?: string
  medium?: string
  name?: string
  term?: string
  content?: string
  click_id?: string
}

export interface ShopEvent {
  /** 1–64 characters; a resend carries the same id and counts once. UUIDv7 where ShopStream mints it. */
  event_id: string
  event_type: EventType
  /** ISO 8601 with a zone, e.g. `2025-01-03T10:30:00.123Z`. */
  timestamp: string
  /** The visitor's anonymous, stable id. It also picks the partition, so it never changes. */
  user_id?: string
  session_id?: string
  /** The shop's own id for the customer, once known. */
  customer_id?: string
  order_id?: string
  refund_id?: string
  product?: Product
  quantity?: number
  /** Goods after discounts, without tax and shipping; decimal major units. */
  total_amount?: number
  /** ISO 4217; default the shop's. */
  currency?: string
  items?: Item[]
  tax?: number
  shipping?: number
  coupon?: string
  payment_method?: string
  /** What was searched for, and how many results it had. */
  query?: string
  results?: number
  location?: Location
  page?: Page
  campaign?: Campaign
  /** The shop's own flat, bounded extras. */
  properties?: Record<string, string | number | boolean | null>
}

/** The body of `POST /v1/events`. */
export interface EventBatch {
  /** When this attempt left the sender, ISO 8601 by the sender's clock: the server measures clock skew with it. */
  sent_at?: string
  /** A `wk_` key, where no `Authorization` header can be set (`sendBeacon`). */
  write_key?: string
  /** The browser's IANA zone, e.g. `Europe/Berlin`: tells the country where nothing better does. */
  time_zone?: string
  /** The browser says that a program drives it (`navigator.webdriver`). */
  automated?: boolean
  events: ShopEvent[]
}

/** Why one event of a batch was not taken. `index` is its place in the request. */
export interface Rejection {
  index: number
  event_id?: string
  code: string
  message: string
}

/** The answer's `data`: each event was accepted or is in `rejected`; none goes without a verdict. */
export interface Verdicts {
  accepted: number
  rejected: Rejection[]
}
