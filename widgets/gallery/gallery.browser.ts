import { emulateMedia } from "@web/test-runner-commands"
import { expect } from "chai"
import "../all.ts"
import { clear, textOf, until } from "../testing/room.ts"
import { cases } from "./cases.ts"
import { dashboardAt, dashboardStages, elementOf } from "./show.ts"

describe("the gallery", () => {
  before(() => emulateMedia({ reducedMotion: "reduce" }))
  afterEach(clear)

  for (const shown of cases) {
    it(`${shown.element}, ${shown.name}: shows its state and says so`, async () => {
      const element = elementOf(shown)
      document.body.append(element)
      for (const words of shown.says) await until(() => textOf(element).includes(words))
      const card = element.shadowRoot?.querySelector(".card")
      if (card) expect(card.classList.contains(shown.presence)).to.equal(true)
    })

    for (const width of [150, 320, 900]) {
      it(`${shown.element}, ${shown.name}: nothing sticks out at ${width} px`, async () => {
        const element = elementOf(shown)
        const box = document.createElement("div")
        box.style.width = `${width}px`
        box.append(element)
        document.body.append(box)
        await element.updateComplete
        const limit = Math.max(box.getBoundingClientRect().right, element.getBoundingClientRect().right) + 0.5
        for (const part of element.shadowRoot?.querySelectorAll(
          "[part=value], [part=note], [part=total], [part=alert] *, [part=rank] > *, svg",
        ) ?? []) {
          expect(part.getBoundingClientRect().right, part.className.toString()).to.be.at.most(limit)
        }
      })
    }
  }

  it("shop-dashboard, open: shows the board, every element of it filled", async () => {
    const dashboard = dashboardAt("open")
    document.body.append(dashboard)
    for (const words of ["$45,234.50", "Looked at a product", "Trending products", "United States"]) {
      await until(() => textOf(dashboard).includes(words))
    }
  })

  for (const stage of dashboardStages) {
    it(`shop-dashboard, ${stage}: fits a phone and a wide screen`, async () => {
      for (const width of [360, 1600]) {
        const dashboard = dashboardAt(stage)
        dashboard.style.width = `${width}px`
        document.body.append(dashboard)
        await dashboard.updateComplete
        expect(dashboard.scrollWidth).to.be.at.most(width)
        clear()
      }
    })
  }
})
