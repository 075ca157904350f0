import type { PropertyDeclarations } from "lit"
import { ShopElement } from "../../base/element.ts"
import { card, theme } from "../../base/theme.ts"
import { formStyles } from "../form.styles.ts"
import { pageStyles } from "../page.styles.ts"

/** A page of the dashboard: an element of its own inside it, on its connection and its credential. */
export class DashboardPage extends ShopElement {
  static override properties: PropertyDeclarations = { mayChange: { attribute: false } }
  static override styles = [theme, card, pageStyles, formStyles]

  /** Whether the reader signed in with an admin key. */
  declare mayChange: boolean

  constructor() {
    super()
    this.mayChange = false
  }
}
