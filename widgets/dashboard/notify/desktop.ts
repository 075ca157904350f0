/**
 * - `unsupported`: this browser or page (not secure) has no notifications;
 * - `ask`: nobody was asked yet;
 * - `blocked`: the reader said no, and only the browser's own settings can change that.
 */
export type Permission = "unsupported" | "ask" | "allowed" | "blocked"

export function permission(): Permission {
  if (typeof Notification === "undefined" || !isSecureContext) return "unsupported"
  return { default: "ask", granted: "allowed", denied: "blocked" }[Notification.permission] as Permission
}

/** Asks the reader. Only to be called upon a click: browsers refuse, and people too, when they are asked out of the blue. */
export async function askPermission(): Promise<Permission> {
  await Notification.requestPermission()
  return permission()
}

export interface Note {
  /** A second one with the same tag takes the first one's place. */
  tag: string
  title: string
  body: string
  /** Where a click leads. */
  link: string
}

/** @returns whether it could be shown: some phones have the API and let pages show nothing */
export function notify({ link, title, ...rest }: Note): boolean {
  try {
    const notification = new Notification(title, rest)
    notification.onclick = () => {
      window.focus()
      location.assign(link)
      notification.close()
    }
    return true
  } catch {
    return false
  }
}
