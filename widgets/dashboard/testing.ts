import type { ShopElement } from "../base/element.ts"
import type { ShopDashboard } from "../shop-dashboard.ts"
import { place, Room, until } from "../testing/room.ts"

/** A room whose shop has visitors and which knows the key `rk_right` as one of that kind. */
export async function signedIn(kind: "admin" | "read"): Promise<Room> {
  sessionStorage.clear()
  localStorage.clear()
  const room = await Room.open()
  await room.tell({ do: "sign-in", session: { shop: { id: "demo", name: "Nordlicht", currency: "EUR" }, kind } })
  await room.publish("active_users?days=30", { value: 1 })
  return room
}

/** Opens the dashboard at an address after `#`. @returns the page shown, once it is there */
export async function openPage<Page extends ShopElement>(room: Room, name: string, hash = `#${name}`): Promise<Page> {
  history.replaceState(null, "", hash)
  const dashboard = place<ShopDashboard>(
    `<shop-dashboard lang="en" src="${room.src}" token="rk_right"></shop-dashboard>`,
  )
  return until(() => dashboard.shadowRoot?.querySelector<Page>(`shop-page-${name}`))
}
