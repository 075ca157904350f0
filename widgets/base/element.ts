import { LitElement, type PropertyDeclarations } from "lit"
import type { Connection } from "./connection.ts"
import { enclosing, localeOf, serverOf, tokenOf } from "./server.ts"
import { sharedConnection } from "./shared.ts"

/**
 * What every ShopStream element has: a server, a credential, a theme and a language.
 *
 * @attr {string} src - Base address of the server; default the one this script came from
 * @attr {string} token - Widget token or key; default the page's (`<meta name="shopstream-token">`)
 * @attr {"light"|"dark"} theme - Default what the reader's system prefers
 */
export class ShopElement extends LitElement {
  static override properties: PropertyDeclarations = {
    src: {},
    token: {},
    theme: { reflect: true },
    connection: { attribute: false },
  }

  declare src?: string
  declare token?: string
  declare theme?: "light" | "dark"
  /** Replaces the shared connection: for fixtures, or a page with a transport of its own. */
  declare connection?: Connection

  /** Where this element's topics come from; looked up each time, as the element may move and its dashboard sign in. */
  get link(): Connection {
    return this.connection ?? this.#inherited() ?? sharedConnection(serverOf(this), tokenOf(this))
  }

  get locale(): string | undefined {
    return localeOf(this)
  }

  #inherited(): Connection | undefined {
    const dashboard =
      this.src || this.token ? undefined : (enclosing(this, "shop-dashboard") as Partial<ShopElement> | undefined)
    return dashboard?.link
  }
}
