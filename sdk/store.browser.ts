import { expect } from "chai"
import { createStore } from "./store.ts"

describe("store", () => {
  beforeEach(() => localStorage.clear())
  after(() => localStorage.clear())

  it("keeps to names of its own", () => {
    localStorage.setItem("cart", "the shop's")
    const store = createStore()
    store.set("user", "u")
    expect(localStorage.getItem("shopstream.user")).to.equal("u")
    expect(store.names("")).to.deep.equal(["user"])
    store.clear()
    expect({ ...localStorage }).to.deep.equal({ cart: "the shop's" })
  })

  it("holds in memory what a full storage refuses, and goes back to the storage when there is room", () => {
    const store = createStore()
    for (let size = 1 << 22; size >= 1; size >>= 1) {
      for (let i = 0; i < 8; i++) {
        try {
          localStorage.setItem(`filler.${size}.${i}`, "x".repeat(size))
        } catch {
          break
        }
      }
    }
    store.set("event.1", "kept")
    expect(localStorage.getItem("shopstream.event.1")).to.equal(null)
    expect(store.get("event.1")).to.equal("kept")
    expect(store.names("event.")).to.deep.equal(["event.1"])

    localStorage.clear()
    store.set("event.1", "stored")
    expect(localStorage.getItem("shopstream.event.1")).to.equal("stored")
    expect(store.get("event.1")).to.equal("stored")
    store.remove("event.1")
    expect(store.names("")).to.deep.equal([])
  })

  it("works in memory where the browser withholds localStorage", async () => {
    const source = await (await fetch(new URL("./store.ts", import.meta.url))).text()
    const module = `data:text/javascript,${encodeURIComponent(source)}`
    const frame = document.createElement("iframe")
    frame.setAttribute("sandbox", "allow-scripts")
    frame.srcdoc = `<script type="module">
      import { createStore } from "${module}"
      const store = createStore()
      store.set("user", "u")
      parent.postMessage([store.shared, store.get("user")], "*")
    </script>`
    const told = new Promise<MessageEvent>(heard => addEventListener("message", heard, { once: true }))
    document.body.append(frame)
    expect((await told).data).to.deep.equal([false, "u"])
    frame.remove()
  })
})
