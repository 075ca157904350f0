import "../all.ts"
import { type Case, cases } from "./cases.ts"
import { dashboardAt, dashboardStages, elementOf } from "./show.ts"

/** The page for people. `?dashboard=open` shows one stage of the dashboard alone, `?theme=dark` chooses the theme. */
const params = new URLSearchParams(location.search)
const wanted = params.get("theme")
const theme = wanted === "light" || wanted === "dark" ? wanted : undefined
const stage = dashboardStages.find(name => name === params.get("dashboard"))

const ELEMENTS = ["kpi", "chart", "alerts", "funnel", "trending", "geo", "viewers"].map(name => `shop-${name}`)

if (theme) document.documentElement.dataset.theme = theme
if (stage) document.body.replaceChildren(dashboardAt(stage, theme))
else document.body.append(...ELEMENTS.map(section), dashboards())

function section(name: string): HTMLElement {
  const grid = document.createElement("div")
  grid.className = `grid ${name}`
  grid.append(...cases.filter(({ element }) => element === name).flatMap(figures))
  return withHeading(name, grid)
}

/** Each case as wide as its column; the first of a kind also in the narrowest place it may stand in. */
function figures(shown: Case, index: number): HTMLElement[] {
  const wide = figure(shown.name, elementOf(shown, theme))
  if (shown.name !== "Live" && shown.name !== "Live line" && index > 0) return [wide]
  const narrow = figure(`${shown.name}, narrow`, elementOf(shown, theme))
  narrow.classList.add("narrow")
  return [wide, narrow]
}

function figure(name: string, element: HTMLElement): HTMLElement {
  const box = document.createElement("div")
  const caption = document.createElement("p")
  caption.textContent = name
  box.append(caption, element)
  return box
}

function dashboards(): HTMLElement {
  const list = document.createElement("ul")
  for (const name of dashboardStages) {
    const link = document.createElement("a")
    link.href = `?dashboard=${name}`
    link.textContent = name
    const item = document.createElement("li")
    item.append(link)
    list.append(item)
  }
  return withHeading("shop-dashboard", list)
}

function withHeading(name: string, content: HTMLElement): HTMLElement {
  const box = document.createElement("section")
  const heading = document.createElement("h2")
  heading.textContent = `<${name}>`
  box.append(heading, content)
  return box
}
