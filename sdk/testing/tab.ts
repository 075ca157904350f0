import type * as Sdk from "../index.ts"
import { until } from "./wait.ts"

type ShopWindow = Window & typeof globalThis & { sdk: typeof Sdk }

/** A page of the shop in a frame of its own: it shares the storage with its siblings, as tabs do. */
export interface Tab {
  window: ShopWindow
  sdk: typeof Sdk
  /** What the SDK told the page's developer. */
  warnings: string[]
  errors: string[]
  /** Closes the page, as a visitor does: at once, whatever is under way. */
  close(): void
}

const open = new Set<Tab>()

async function load(path: string): Promise<HTMLIFrameElement> {
  const frame = document.createElement("iframe")
  frame.src = path
  const loaded = new Promise(done => frame.addEventListener("load", done, { once: true }))
  document.body.append(frame)
  await loaded
  return frame
}

function tabOf(frame: HTMLIFrameElement): Tab {
  const window = frame.contentWindow as ShopWindow
  const warnings: string[] = []
  const errors: string[] = []
  window.console.warn = (message: string) => warnings.push(message)
  window.console.error = (message: string) => errors.push(message)
  const tab: Tab = {
    window,
    warnings,
    errors,
    get sdk() {
      return window.sdk
    },
    close() {
      open.delete(tab)
      frame.remove()
    },
  }
  open.add(tab)
  return tab
}

/** Opens a page that has the SDK from npm, not started. `query` is the page's own, such as `?utm_source=mail`. */
export async function openTab(query = ""): Promise<Tab> {
  const tab = tabOf(await load(`/sdk/testing/page.html${query}`))
  await until(() => tab.sdk)
  return tab
}

/** Opens a page without the SDK, for script tags. */
export async function openBlank(query = ""): Promise<Tab> {
  return tabOf(await load(`/sdk/testing/blank.html${query}`))
}

/** Closes all pages and forgets what they stored: call it after each test. */
export function closeTabs(): void {
  for (const tab of open) tab.close()
  localStorage.clear()
}
