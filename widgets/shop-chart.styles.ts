import { css } from "lit"

export const chartStyles = css`
  :host {
    min-width: 240px;
  }
  .card {
    margin: 0;
    padding: 14px 0 8px;
  }
  .head {
    display: flex;
    align-items: flex-start;
    justify-content: space-between;
    gap: 16px;
    padding: 0 16px 12px;
  }
  .titles {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .head > :first-child {
    min-width: 0;
  }
  .note {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: 12px;
    color: var(--_faint);
  }
  .total {
    min-width: 72px;
    font-size: 20px;
    line-height: 28px;
    font-weight: 600;
    letter-spacing: -0.02em;
    text-align: end;
    white-space: nowrap;
  }
  .total .bone {
    --bone: 100%;
    margin-top: 6px;
  }
  .plot {
    position: relative;
    flex: 1 0 auto;
    height: var(--shop-chart-height, 220px);
  }
  svg,
  .reader {
    position: absolute;
    inset: 0;
  }
  .reader {
    border-radius: 8px;
    cursor: crosshair;
    touch-action: pan-y;
    outline-offset: -2px;
  }
  .grid {
    stroke: var(--_grid);
    shape-rendering: crispEdges;
  }
  .mark {
    fill: var(--_warn);
    opacity: 0.13;
  }
  .noted {
    fill: var(--_muted);
    opacity: 0.1;
  }
  .stem {
    stroke: var(--_muted);
    stroke-dasharray: 1 3;
  }
  .flag {
    fill: var(--_muted);
  }
  .tick {
    font-size: 11px;
    fill: var(--_faint);
  }
  .line {
    fill: none;
    stroke: var(--_accent);
    stroke-width: 2;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .line.running {
    stroke-dasharray: 2 5;
  }
  .area {
    fill: url(#fade);
  }
  .area.running {
    opacity: 0.45;
  }
  .fade-top {
    stop-color: var(--_accent);
    stop-opacity: 0.2;
  }
  .fade-end {
    stop-color: var(--_accent);
    stop-opacity: 0;
  }
  .bar {
    fill: var(--_accent);
  }
  .bar.running {
    fill-opacity: 0.3;
    stroke: var(--_accent);
    stroke-dasharray: 2 3;
  }
  .hair {
    stroke: var(--_faint);
    stroke-dasharray: 2 3;
  }
  .spot {
    fill: var(--_accent);
    stroke: var(--_surface);
    stroke-width: 2;
  }
  .tooltip {
    position: absolute;
    top: 0;
    left: 0;
    display: grid;
    padding: 7px 11px;
    font-size: 12px;
    line-height: 18px;
    white-space: nowrap;
    color: var(--_muted);
    pointer-events: none;
    background: var(--_raised);
    border: 1px solid var(--_line);
    border-radius: 8px;
    box-shadow: 0 4px 16px rgb(0 0 0 / 12%);
  }
  .tooltip strong {
    font-size: 14px;
    font-weight: 600;
    color: var(--_text);
  }
  .tooltip .text {
    max-width: 220px;
    overflow: hidden;
    text-overflow: ellipsis;
    color: var(--_text);
  }
  .words {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    margin: 0 16px 10px;
    text-align: center;
    color: var(--_faint);
    border: 1px dashed var(--_line);
    border-radius: 8px;
  }
  .message {
    padding: 0 16px;
    color: var(--_bad);
  }
  .sheet {
    position: absolute;
    inset: 0 16px 10px;
    width: auto;
    height: auto;
    border-radius: 8px;
    opacity: 0.5;
    animation-name: none;
  }
  .stale svg,
  [aria-busy="true"] svg {
    filter: grayscale(1);
    opacity: 0.55;
  }
  .error .total,
  .refused .total,
  .stale .total,
  [aria-busy="true"] .total {
    color: var(--_faint);
  }
`
