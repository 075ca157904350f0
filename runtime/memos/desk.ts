import { Refusal } from "../errors.ts"
import type { Registry } from "../pipeline/registry.ts"
import { metricNamed } from "../query/catalogue.ts"
import type { MemoBook, MemoId } from "../store/memos.ts"
import type { Shop } from "../store/store.ts"
import { type Annotation, type AnnotationBody, annotationOf, memoOf } from "./annotation.ts"
import { type Goal, nameOf } from "./goal.ts"

export interface MemoDeskOptions {
  store: MemoBook
  /** As it is now: plugins may be loaded anew. */
  registry(): Registry
  /** Told what a person changed; both are topics by that name. */
  onChange(shop: string, what: "annotations" | "goals"): void
}

/** What people write beside the numbers of their shop. */
export type MemoDesk = ReturnType<typeof createMemoDesk>

export function createMemoDesk({ store, registry, onChange }: MemoDeskOptions) {
  async function saveAnnotation(shop: Shop, id: string, body: typeof AnnotationBody.static): Promise<Annotation> {
    const memo = memoOf(id, body, shop)
    await store.saveMemo(memo)
    onChange(shop.id, "annotations")
    return annotationOf(memo)
  }

  return {
    /** @throws Refusal bad_parameter */
    annotate(shop: Shop, body: typeof AnnotationBody.static): Promise<Annotation> {
      return saveAnnotation(shop, Bun.randomUUIDv7(), body)
    },

    /** @throws Refusal not_found | bad_parameter */
    async changeAnnotation(shop: Shop, id: string, body: typeof AnnotationBody.static): Promise<Annotation> {
      const known = await store.memos({ shop: shop.id, kind: "annotation", name: id, limit: 1 })
      if (known.length === 0) throw unknown(`annotation ${JSON.stringify(id)}`, "/api/annotations")
      return saveAnnotation(shop, id, body)
    },

    /** @throws Refusal not_found */
    async removeAnnotation(shop: Shop, id: string): Promise<void> {
      const isGone = await store.removeMemo(memoId(shop, "annotation", id))
      if (!isGone) throw unknown(`annotation ${JSON.stringify(id)}`, "/api/annotations")
      onChange(shop.id, "annotations")
    },

    /** Replaces the goal of the same metric and period. @throws Refusal unknown_metric */
    async setGoal(shop: Shop, goal: Goal): Promise<Goal> {
      metricNamed(registry(), goal.metric)
      await store.saveMemo({ ...memoId(shop, "goal", nameOf(goal)), body: { target: goal.target } })
      onChange(shop.id, "goals")
      return goal
    },

    /** @throws Refusal not_found */
    async removeGoal(shop: Shop, goal: Pick<Goal, "metric" | "period">): Promise<void> {
      const isGone = await store.removeMemo(memoId(shop, "goal", nameOf(goal)))
      if (!isGone) throw unknown(`goal for ${goal.metric} per ${goal.period}`, "/api/goals")
      onChange(shop.id, "goals")
    },
  }
}

const memoId = (shop: Shop, kind: MemoId["kind"], name: string): MemoId => ({ shop: shop.id, kind, name })

function unknown(what: string, list: string): Refusal {
  return new Refusal("not_found", `there is no ${what}; ${list} lists those there are`)
}
