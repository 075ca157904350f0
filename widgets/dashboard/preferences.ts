/** What a person set and wants to find again: kept per browser, and worth nothing to anyone else. */
export interface Preferences {
  minutes: number
  /** Absent = as the system prefers. */
  theme?: "light" | "dark"
  /** Whether alerts are told by notifications of the browser, where it may. */
  notify?: boolean
}

/** The windows one can pick, with their short names. */
export const WINDOWS: readonly { minutes: number; name: string; title: string }[] = [
  { minutes: 5, name: "5m", title: "Last 5 minutes" },
  { minutes: 30, name: "30m", title: "Last 30 minutes" },
  { minutes: 60, name: "1h", title: "Last hour" },
  { minutes: 1440, name: "24h", title: "Last 24 hours" },
]

const KEY = "shopstream.dashboard"
const DEFAULTS: Preferences = { minutes: 60 }

export function loadPreferences(): Preferences {
  try {
    const { minutes, theme, notify } = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Preferences>
    return {
      minutes: WINDOWS.find(window => window.minutes === minutes)?.minutes ?? DEFAULTS.minutes,
      theme: theme === "light" || theme === "dark" ? theme : undefined,
      notify: notify === true,
    }
  } catch {
    // Storage may be forbidden or hold anything; the dashboard works without it.
    return DEFAULTS
  }
}

export function savePreferences(preferences: Preferences) {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences))
  } catch {
    // Storage is forbidden: the choice lasts until the page is left.
  }
}
