import { css, unsafeCSS } from "lit"
import { palette } from "./palette.ts"

/**
 * A page may set any `--shop-<tone>` and the two fonts; inside, only the private `--_<tone>` are used. Light or dark
 * is the reader's choice unless the page sets `--shop-color-scheme` or an element its `theme`.
 */
const tones = Object.entries(palette)
  .map(([tone, [light, dark]]) => `--_${tone}: var(--shop-${tone}, light-dark(${light}, ${dark}));`)
  .join("\n")

export const theme = css`
  :host {
    ${unsafeCSS(tones)}
    --_radius: var(--shop-radius, 12px);
    color-scheme: var(--shop-color-scheme, light dark);
    box-sizing: border-box;
    color: var(--_text);
    font: 400 14px / 20px
      var(--shop-font, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif);
    font-variant-numeric: tabular-nums;
    -webkit-font-smoothing: antialiased;
  }
  :host([theme="light"]) {
    --shop-color-scheme: light;
    color-scheme: light;
  }
  :host([theme="dark"]) {
    --shop-color-scheme: dark;
    color-scheme: dark;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  ::before,
  ::after {
    box-sizing: inherit;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
`

/** The card that KPIs and charts stand in, its skeleton and its live dot. */
export const card = css`
  :host {
    /* Stretches the card to the host's height, also in pages without a doctype, where 100% means the window. */
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }
  :host([hidden]) {
    display: none;
  }
  .card {
    position: relative;
    display: flex;
    flex-direction: column;
    overflow: hidden;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  .title {
    margin: 0;
    font-size: 13px;
    font-weight: 500;
    color: var(--_muted);
  }
  .bone {
    width: var(--bone, 60%);
    height: 0.72em;
    border-radius: 5px;
    background: var(--_line);
    animation: breathe 1.6s ease-in-out infinite;
  }
  @keyframes breathe {
    50% {
      opacity: 0.45;
    }
  }
  .dot {
    flex: none;
    width: 6px;
    height: 6px;
    border-radius: 50%;
    background: var(--_line);
  }
  .live .dot,
  .empty .dot {
    background: var(--_good);
  }
  .live .dot::after {
    content: "";
    display: block;
    width: 100%;
    height: 100%;
    border-radius: 50%;
    background: inherit;
    animation: ripple 2.4s ease-out infinite;
  }
  @keyframes ripple {
    70%,
    100% {
      transform: scale(2.8);
      opacity: 0;
    }
  }
  .stale .dot {
    background: var(--_warn);
  }
  .error .dot,
  .refused .dot {
    background: var(--_bad);
  }
  @media (prefers-reduced-motion: reduce) {
    .bone,
    .dot::after {
      animation: none !important;
    }
    .dot::after {
      opacity: 0;
    }
  }
`
