import { css } from "lit"

/** The frame: ground, header, grid. */
export const frameStyles = css`
  :host(:not([hidden])) {
    display: block;
    container-type: inline-size;
    min-height: var(--shop-dashboard-height, 100dvh);
    background: var(--_canvas);
  }
  h1,
  h2,
  p,
  pre {
    margin: 0;
  }
  button,
  input {
    font: inherit;
    color: inherit;
  }
  code,
  pre {
    font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace;
    font-size: 0.92em;
  }
  header {
    position: sticky;
    top: 0;
    z-index: 1;
    display: grid;
    grid-template-columns: minmax(0, auto) auto auto 1fr auto;
    align-items: center;
    gap: 10px 14px;
    padding: 12px max(20px, calc((100% - 1360px) / 2));
    background: color-mix(in srgb, var(--_canvas) 86%, transparent);
    backdrop-filter: blur(12px);
    border-bottom: 1px solid var(--_line);
  }
  .brand {
    display: flex;
    align-items: center;
    gap: 9px;
    min-width: 0;
    font-size: 14px;
  }
  .brand h1 {
    overflow: hidden;
    font-size: inherit;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .product {
    color: var(--_muted);
  }
  .slash {
    color: var(--_faint);
    opacity: 0.5;
  }
  .mark {
    flex: none;
    width: 28px;
    height: 28px;
  }
  .mark-ground {
    fill: var(--_accent);
  }
  .mark-figure {
    fill: none;
    stroke: var(--_surface);
    stroke-width: 2;
    stroke-linecap: round;
  }
  .mark-point {
    fill: var(--_surface);
  }
  .icon {
    width: 18px;
    height: 18px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .pill {
    display: inline-flex;
    align-items: center;
    gap: 7px;
    padding: 2px 10px 2px 9px;
    font-size: 12px;
    font-weight: 500;
    color: var(--_muted);
    border: 1px solid var(--_line);
    border-radius: 99px;
    background: var(--_surface);
  }
  .pill i,
  .waiting i {
    width: 7px;
    height: 7px;
    border-radius: 50%;
    background: var(--_faint);
  }
  .pill.live i {
    background: var(--_good);
  }
  .pill.stale i {
    background: var(--_warn);
  }
  .pill.offline i,
  .pill.refused i {
    background: var(--_bad);
  }
  .windows {
    display: flex;
    justify-self: end;
    margin: 0;
    padding: 2px;
    border: 1px solid var(--_line);
    border-radius: 9px;
    background: var(--_surface);
  }
  .windows label {
    position: relative;
    cursor: pointer;
  }
  .windows span {
    display: block;
    padding: 3px 11px;
    font-size: 13px;
    font-weight: 500;
    color: var(--_muted);
    border-radius: 6px;
  }
  .windows label:hover span {
    color: var(--_text);
  }
  .windows :checked + span {
    color: var(--_text);
    background: var(--_line);
  }
  .windows :focus-visible + span {
    outline: 2px solid var(--_accent);
  }
  .tools {
    grid-column: -2;
    display: flex;
    gap: 2px;
    margin-inline-end: -8px;
  }
  .quiet {
    display: grid;
    place-items: center;
    width: 34px;
    height: 34px;
    padding: 0;
    color: var(--_muted);
    cursor: pointer;
    background: none;
    border: 0;
    border-radius: 8px;
  }
  .quiet:hover {
    color: var(--_text);
    background: var(--_line);
  }
  .board {
    display: grid;
    gap: 16px;
    padding: 20px max(20px, calc((100% - 1360px) / 2)) 40px;
  }
  .kpis {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    gap: 16px;
  }
  .charts {
    display: grid;
    grid-template-columns: minmax(0, 5fr) minmax(0, 3fr);
    gap: 16px;
    --shop-chart-height: 280px;
  }
  .panels {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr));
    gap: 16px;
  }
  /* The header says it once for all. */
  .board ::part(dot) {
    display: none;
  }
  .second {
    --shop-accent: var(--_accent-2);
  }
  @container (max-width: 1000px) {
    .charts {
      grid-template-columns: minmax(0, 1fr);
      --shop-chart-height: 220px;
    }
  }
  @container (max-width: 1100px) {
    header {
      grid-template-columns: minmax(0, auto) auto 1fr auto;
    }
    .tools {
      grid-row: 1;
    }
  }
  @container (max-width: 760px) {
    header {
      grid-template-columns: minmax(0, 1fr) auto auto;
      padding: 10px 14px;
    }
    .windows {
      grid-row: 3;
      grid-column: 1 / -1;
      justify-self: stretch;
    }
    .windows label {
      flex: 1;
      text-align: center;
    }
    .product,
    .slash {
      display: none;
    }
    .board {
      gap: 10px;
      padding: 12px 12px 32px;
    }
    .kpis {
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: 10px;
    }
    .charts,
    .panels {
      gap: 10px;
    }
  }
`
