import type { Track } from "../fields.ts"

/** A reader that tracks on its own what it sees on the page, for as long as the page lives. */
export type Capture = (track: Track) => void
