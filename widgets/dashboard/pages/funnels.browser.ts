import { expect } from "chai"
import "../../all.ts"
import { clear, type Room, textOf, until } from "../../testing/room.ts"
import { funnelTopic } from "../funnel-route.ts"
import { openPage, signedIn } from "../testing.ts"
import type { FunnelsPage } from "./funnels.ts"

const LAMPS = { steps: ["product_view[category:Lamps]", "add_to_cart", "purchase"], minutes: 1_440 }
const HASH = `#step=${encodeURIComponent(LAMPS.steps[0]!)}&step=add_to_cart&step=purchase&minutes=1440`
const count = (step: string, reached: number, percent: number, percent_of_previous: number) => {
  return { step, events: reached * 2, reached, percent, percent_of_previous }
}

describe("the page of funnels", () => {
  let room: Room

  beforeEach(async () => {
    room = await signedIn("read")
  })
  afterEach(() => {
    clear()
    history.replaceState(null, "", "#")
  })

  const all = <E extends Element>(page: Element, selector: string) => [
    ...page.shadowRoot!.querySelectorAll<E>(selector),
  ]
  const find = <E extends Element>(page: Element, selector: string) => all<E>(page, selector)[0]
  const shows = (page: Element, words: string) => until(() => textOf(page).includes(words))
  const open = (hash = HASH) => openPage<FunnelsPage>(room, "funnels", hash)
  const words = (page: Element) => all<HTMLInputElement>(page, ".step input").map(({ value }) => value)
  const press = (page: Element, label: string) => find<HTMLButtonElement>(page, `[aria-label="${label}"]`)!.click()

  it("shows the funnel that its address names, with all that the server counted", async () => {
    await room.bring(funnelTopic(LAMPS), {
      steps: [count(LAMPS.steps[0]!, 200, 100, 100), count("add_to_cart", 80, 40, 40), count("purchase", 20, 10, 25)],
    })
    const page = await open()
    await shows(page, "3. purchase")
    expect(textOf(page)).to.include("10.0% 20 sessions · 25.0% of the step before · 40 events")
    expect(all(page, "[part=rank] .filled").map(bar => bar.getAttribute("width"))).to.deep.equal(["100", "40", "10"])
    expect(words(page)).to.deep.equal(LAMPS.steps)
    expect(find<HTMLSelectElement>(page, "#minutes")!.value).to.equal("1440")
  })

  it("steps are added, moved, taken away, and stand in the address once they are asked for", async () => {
    const page = await open()
    await until(() => words(page).length === 3)
    press(page, "Move step 3 up")
    await until(() => words(page)[1] === "purchase")
    find<HTMLButtonElement>(page, ".line [type=button]")!.click()
    const added = await until(() => all<HTMLInputElement>(page, ".step input")[3])
    await until(() => page.shadowRoot!.activeElement === added)
    added.value = "refund"
    added.dispatchEvent(new InputEvent("input"))
    press(page, "Remove step 3")
    await until(() => words(page).length === 3)
    const steps = [LAMPS.steps[0]!, "purchase", "refund"]
    expect(words(page)).to.deep.equal(steps)
    find<HTMLButtonElement>(page, ".line button:not([type])")!.click()
    await until(async () => (await room.seen()).topics.includes(funnelTopic({ ...LAMPS, steps })))
    expect(new URLSearchParams(location.hash.slice(1)).getAll("step")).to.deep.equal(steps)
  })

  it("has two steps at least and eight at most", async () => {
    const page = await open("#step=page_view&step=purchase&minutes=60")
    await until(() => words(page).length === 2)
    expect(all(page, '.step [aria-label^="Remove"]:not(:disabled)')).to.have.length(0)
    const add = find<HTMLButtonElement>(page, ".line [type=button]")!
    for (let steps = 3; steps <= 8; steps++) {
      add.click()
      await until(() => words(page).length === steps)
    }
    expect(add.disabled).to.equal(true)
  })

  it("tells in a sentence why the server does not answer", async () => {
    const message = "steps: this takes longer than 2 s to read from single events; ask for a shorter window"
    await room.tell({ do: "fail", topic: funnelTopic(LAMPS), code: "too_much_to_read", message })
    await shows(await open(), "Steps: this takes longer than 2 s")
  })

  it("begins with the way from looking to buying", async () => {
    const page = await open("#funnels")
    await until(() => words(page).join() === "product_view,add_to_cart,begin_checkout,purchase")
  })
})
