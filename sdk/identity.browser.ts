import { expect } from "chai"
import { createIdentity } from "./identity.ts"
import { createStore } from "./store.ts"

describe("identity", () => {
  beforeEach(() => localStorage.clear())
  after(() => localStorage.clear())

  it("gives the visitor one anonymous id, on all pages and tabs", () => {
    const { user_id } = createIdentity(createStore()).ids(1)
    expect(user_id).to.match(/^[0-9a-f-]{36}$/)
    expect(createIdentity(createStore()).ids(2).user_id).to.equal(user_id)
  })

  it("sets the customer beside it and never changes it: at sign-in, at another sign-in, at logout", () => {
    const identity = createIdentity(createStore())
    const { user_id } = identity.ids(1)
    identity.identify("customer-1")
    expect(identity.ids(2)).to.deep.equal({ user_id, customer_id: "customer-1" })
    identity.identify("customer-2")
    expect(createIdentity(createStore()).ids(3)).to.deep.equal({ user_id, customer_id: "customer-2" })
    identity.identify(null)
    expect(identity.ids(4)).to.deep.equal({ user_id })
  })

  it("lives in memory where there is no storage", () => {
    const identity = createIdentity(createStore(undefined))
    expect(identity.ids(1).user_id).to.equal(identity.ids(2).user_id)
  })
})
