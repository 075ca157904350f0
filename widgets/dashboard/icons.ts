import { svg, type TemplateResult } from "lit"

/** The brand mark: three bars growing out of a stream. */
export const mark = svg`<svg class="mark" viewBox="0 0 28 28" aria-hidden="true">
  <rect class="mark-ground" width="28" height="28" rx="8" />
  <path class="mark-figure" d="M6.5 18.2c2.4 0 2.9-7.4 5.6-7.4 2.9 0 2.6 6.4 5.2 6.4 2 0 2.3-4.2 4.2-7.4" />
  <circle class="mark-point" cx="21.4" cy="9.6" r="2.1" />
</svg>`

const stroke = (path: string): TemplateResult => svg`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
  <path d=${path} />
</svg>`

export const icons = {
  sun: stroke(
    "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 2v1.6M10 16.4V18M2 10h1.6M16.4 10H18M4.3 4.3l1.2 1.2M14.5 14.5l1.2 1.2M4.3 15.7l1.2-1.2M14.5 5.5l1.2-1.2",
  ),
  moon: stroke("M16.5 11.8A6.8 6.8 0 0 1 8.2 3.5a6.8 6.8 0 1 0 8.3 8.3z"),
  auto: stroke("M3.5 4.5h13v9h-13zM7 16.5h6"),
  leave: stroke("M8 3.5H4.5v13H8M12.5 6.5 16 10l-3.5 3.5M15.5 10H8"),
  copy: stroke("M7.5 7.5h8v8h-8zM4.5 12.5v-8h8"),
  bell: stroke("M5 13.5h10l-1.2-2V8.4a3.8 3.8 0 0 0-7.6 0v3.1zM8.4 13.8a1.6 1.6 0 0 0 3.2 0"),
  bellOff: stroke(
    "M6.8 6.5a3.8 3.8 0 0 1 7 1.9v3.1l.7 1.2M6.2 9v2.5L5 13.5h8.5M8.4 13.8a1.6 1.6 0 0 0 3.2 0M4 3.5l12 13",
  ),
  up: stroke("M10 16V4M5 9l5-5 5 5"),
  down: stroke("M10 4v12M5 11l5 5 5-5"),
  close: stroke("M5.5 5.5l9 9M14.5 5.5l-9 9"),
  done: stroke("M4.5 10.5 8.5 14.5 15.5 6"),
}
