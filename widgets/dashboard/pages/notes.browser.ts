import { expect } from "chai"
import "../../all.ts"
import { clear, type Room, textOf, until } from "../../testing/room.ts"
import { localTime } from "../note-form.ts"
import { openPage, signedIn } from "../testing.ts"
import type { NotesPage } from "./notes.ts"

const SALE = {
  ...{ id: "n1", text: "Spring sale", link: "https://shop.example/sale" },
  ...{ at: "2025-01-03T10:00:00.000Z", until: "2025-01-03T18:00:00.000Z" },
}

describe("the page of notes", () => {
  let room: Room

  beforeEach(async () => {
    room = await signedIn("admin")
  })
  afterEach(clear)

  const find = <E extends Element>(page: Element, selector: string) => page.shadowRoot!.querySelector<E>(selector)
  const shows = (page: Element, words: string) => until(() => textOf(page).includes(words))
  const topic = () => until(async () => (await room.seen()).topics.find(name => name.startsWith("annotations?from=")))
  const called = (method: string) =>
    until(async () =>
      (await room.seen()).calls.find(call => call.method === method && call.path.includes("annotations")),
    )

  async function open(notes: unknown[]) {
    const page = await openPage<NotesPage>(room, "notes")
    await room.bring(await topic(), notes)
    await shows(page, notes.length > 0 ? SALE.text : "Nobody wrote anything")
    return page
  }
  const fill = (page: Element, words: Record<string, string>) => {
    for (const [name, word] of Object.entries(words)) find<HTMLInputElement>(page, `#${name}`)!.value = word
  }

  it("tells of 90 days and of what is planned", async () => {
    await open([])
    const query = new URLSearchParams((await topic()).split("?")[1])
    const days = (name: string) => Math.round((Date.parse(query.get(name)!) - Date.now()) / 86_400_000)
    expect(days("from")).to.be.within(-91, -89)
    expect(days("to")).to.be.greaterThan(300)
  })

  it("shows when and what, and a link that learns nothing of the dashboard", async () => {
    const page = await open([SALE])
    const link = find<HTMLAnchorElement>(page, ".rows a")!
    expect(link.href).to.equal(SALE.link)
    expect(link.rel).to.equal("noopener noreferrer")
    expect(textOf(page)).to.match(/Jan 3/)
  })

  it("takes a note at the reader's own time, and says whose time that is", async () => {
    await room.tell({ do: "answer", method: "POST", path: "/api/annotations" })
    const page = await open([])
    expect(textOf(page)).to.include(Intl.DateTimeFormat().resolvedOptions().timeZone)
    fill(page, { text: " Newsletter ", at: "2025-01-03T10:30" })
    find<HTMLButtonElement>(page, "form button")!.click()
    await shows(page, "Saved.")
    const { body } = await called("POST")
    expect(body).to.deep.equal({ text: "Newsletter", at: new Date("2025-01-03T10:30").toISOString() })
    expect(find<HTMLInputElement>(page, "#text")!.value).to.equal("")
  })

  it("writes a note anew, with all that it had", async () => {
    await room.tell({ do: "answer", method: "PUT", path: "/api/annotations/n1" })
    const page = await open([SALE])
    find<HTMLButtonElement>(page, '[aria-label="Edit Spring sale"]')!.click()
    await until(() => page.shadowRoot!.activeElement?.id === "text")
    expect(find<HTMLInputElement>(page, "#until")!.value).to.equal(localTime(Date.parse(SALE.until)))
    fill(page, { text: "Summer sale" })
    find<HTMLButtonElement>(page, "form button")!.click()
    const { id, ...written } = SALE
    expect((await called("PUT")).body).to.deep.equal({ ...written, text: "Summer sale" })
    await shows(page, "Add the note")
  })

  it("leaves a note as it was when its writer cancels, and has the form ready for another", async () => {
    const page = await open([SALE])
    find<HTMLButtonElement>(page, '[aria-label="Edit Spring sale"]')!.click()
    await until(() => find<HTMLInputElement>(page, "#text")!.value === SALE.text)
    find<HTMLButtonElement>(page, 'form [type="button"]')!.click()
    await until(() => find<HTMLInputElement>(page, "#text")!.value === "")
    expect(find<HTMLInputElement>(page, "#link")!.value).to.equal("")
    expect(find<HTMLInputElement>(page, "#until")!.value).to.equal("")
    expect((await room.seen()).calls.some(({ method }) => method !== "GET")).to.equal(false)
  })

  it("removes a note, and tells a refusal", async () => {
    const page = await open([SALE])
    const remove = find<HTMLButtonElement>(page, '[aria-label="Remove Spring sale"]')!
    remove.click()
    await shows(page, "No answer to DELETE /api/annotations/n1 was told")
    await room.tell({ do: "answer", method: "DELETE", path: "/api/annotations/n1" })
    remove.click()
    await shows(page, "Removed.")
    await until(() => page.shadowRoot!.activeElement?.id === "notes")
  })

  it("a read key sees notes and can change nothing", async () => {
    room = await signedIn("read")
    const page = await open([SALE])
    expect(find(page, "button, form")).to.equal(null)
  })
})
