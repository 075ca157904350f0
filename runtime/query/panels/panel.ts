import type { Static, TSchema } from "elysia"
import type { Plugin } from "../../../plugins/kit/plugin.ts"
import type { Principal } from "../../access/principal.ts"
import { Refusal } from "../../errors.ts"
import type { Field } from "../csv.ts"
import type { Scope } from "../measure.ts"
import type { Context, Table, Values } from "../parameter.ts"
import type { Restriction } from "../restriction.ts"

/** One question with an answer of a shape of its own: a path under `/api/metrics/`, and a topic of the same name. */
export interface Panel<Schema extends TSchema = TSchema, T extends Table = Table> {
  path: string
  /** Where REST answers it; absent: under `/api/metrics/`. */
  route?: string
  /** Where the API page lists it; absent: among the metrics. */
  tag?: string
  operationId: string
  title: string
  description: string
  /** Names of the metrics it shows: who asks must be allowed to read them, and their commits change the answer. */
  of: readonly string[]
  /** Metrics it also reads, which tell no numbers. */
  beside?: readonly string[]
  parameters: T
  schema: Schema
  read(asked: Asked<T>): Promise<Static<Schema>>
  /** The answer as one table; `columns` are those of an empty one. */
  columns: readonly string[]
  records(answer: Static<Schema>): readonly Readonly<Record<string, Field>>[]
}

/** A question that was read and allowed. */
export interface Asked<T extends Table = Table> {
  principal: Principal
  values: Values<T>
  context: Context
  scope: Scope
  /** What `scope` is restricted to. */
  only?: Restriction
  /** The same without the restriction, for what tells no numbers. */
  unrestricted(): Scope
  /** A metric by its name; undefined where no plugin defines it. */
  metric(name: string): Plugin | undefined
  /** Rounded as a widget token wants it. */
  round<Value extends number | null>(unit: Plugin["unit"], value: Value): Value
}

/** Every event changes one of these, so their commits say that there is something new. */
export const EVERY_EVENT: readonly string[] = ["active_users", "bot_events", "orders"]

/** Keeps the types of schema and parameters while panels stand in one list. */
export function definePanel<Schema extends TSchema, T extends Table>(panel: Panel<Schema, T>): Panel {
  return panel as unknown as Panel
}

/** @throws Refusal metric_not_allowed for a widget token: what is read here is for people of the shop */
export function assertKey({ kind }: Principal): void {
  if (kind !== "widget") return
  throw new Refusal("metric_not_allowed", "expected a read key (rk_) or an admin key (ak_), got a widget token")
}
