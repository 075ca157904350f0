import type { Envelope } from "../log/log.ts"
import type { Entity, EntityId } from "../store/store.ts"
import { idsOf } from "./entities.ts"
import { EntityIndex } from "./entity-index.ts"

/** A session, an order or a visitor that events of a batch belong to. */
export interface Member extends EntityId {
  /** 0, 1, 2 … within its round. */
  number: number
  /** Which batch of the round named it first. */
  part: number
  /** As it was before the round; absent: there was none. */
  before?: Entity
}

/** The entities of a round, each once: an event's are looked up by their names when it is made, and never again. */
export class Roster {
  readonly members: Member[] = []
  readonly #byName = new EntityIndex<Member>()
  readonly #byEnvelope = new Map<Envelope, readonly Member[]>()

  constructor(envelopes: Iterable<Envelope> = [], before?: Pick<EntityIndex, "get">) {
    this.enrol(envelopes, before)
  }

  /**
   * Adds the entities of one more batch.
   * @param before what is known of them already
   */
  enrol(envelopes: Iterable<Envelope>, before?: Pick<EntityIndex, "get">, part = 0): void {
    for (const envelope of envelopes) {
      this.#byEnvelope.set(
        envelope,
        idsOf(envelope).map(id => this.#byName.get(id) ?? this.#enrol({ ...id, part, before: before?.get(id) })),
      )
    }
  }

  /** Whom an envelope of the round belongs to. */
  of(envelope: Envelope): readonly Member[] {
    return this.#byEnvelope.get(envelope)!
  }

  /** Tells how a member was before the round. */
  tell(before: Entity): Member {
    const member = this.#byName.get(before)!
    member.before = before
    return member
  }

  #enrol(one: Omit<Member, "number">): Member {
    const member = { ...one, number: this.members.length }
    this.members.push(member)
    this.#byName.set(member)
    return member
  }
}
