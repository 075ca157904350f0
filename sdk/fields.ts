import type { EventType, ShopEvent } from "./event.ts"

type Minted = "event_id" | "event_type" | "timestamp" | "user_id" | "session_id" | "customer_id"

/** What a shop may say about an event; who, when and where from is the SDK's part. */
export type Fields = Omit<ShopEvent, Minted>

type With<Name extends keyof Fields> = Fields & Required<Pick<Fields, Name>>

/** What each event type needs to be worth sending. */
export interface FieldsByType {
  page_view: Fields
  product_view: With<"product">
  search: With<"query">
  add_to_cart: With<"product">
  remove_from_cart: With<"product">
  begin_checkout: Fields
  purchase: With<"total_amount"> | With<"items">
  refund: With<"order_id">
}

export type FieldsOf<Type extends EventType> = Type extends keyof FieldsByType ? FieldsByType[Type] : Fields

type Arguments<Needed> = Partial<Needed> extends Needed ? [fields?: Needed] : [fields: Needed]

/**
 * Tells that something happened. The event is stored when the call returns and delivered once, now or on a later page.
 * Never throws: an event that cannot be right is dropped with a console warning.
 *
 * @example
 * track("add_to_cart", { product: { id: "prod_001", price: 999 }, quantity: 1 })
 * track("purchase", { order_id: "1001", total_amount: 999, currency: "USD" })
 */
export type Track = <Type extends EventType>(type: Type, ...fields: Arguments<FieldsOf<Type>>) => void
