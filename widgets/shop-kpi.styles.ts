import { css } from "lit"

export const kpiStyles = css`
  :host {
    min-width: 132px;
  }
  .card {
    min-height: 144px;
    padding: 14px 16px 0;
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
  }
  .title {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .value {
    display: flex;
    align-items: center;
    height: 36px;
    margin-top: 4px;
    font-size: clamp(20px, 1.1rem + 0.6vw, 26px);
    font-weight: 600;
    letter-spacing: -0.022em;
    white-space: nowrap;
    transition: color 0.3s;
  }
  .value .bone {
    width: 62%;
    height: 22px;
  }
  .note {
    display: flex;
    align-items: baseline;
    gap: 5px;
    min-height: 20px;
    margin: 0;
    font-size: 12px;
    line-height: 18px;
    color: var(--_faint);
  }
  .note .bone {
    --bone: 44%;
  }
  .change {
    display: inline-flex;
    align-items: center;
    gap: 3px;
    font-weight: 600;
    color: var(--_muted);
  }
  .change svg {
    width: 8px;
    height: 8px;
    fill: currentcolor;
  }
  .good {
    color: var(--_good);
  }
  .bad {
    color: var(--_bad);
  }
  .message {
    color: var(--_bad);
    overflow-wrap: anywhere;
  }
  .versus {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .spark {
    height: 40px;
    margin: auto -16px 0;
    padding-top: 4px;
  }
  .spark svg {
    display: block;
    width: 100%;
    height: 100%;
  }
  .line {
    fill: none;
    stroke: var(--_accent);
    stroke-width: 1.5;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .area {
    fill: var(--_accent);
    opacity: 0.09;
  }
  .stale .value,
  .empty .value,
  .error .value,
  .refused .value,
  [aria-busy="true"] .value {
    color: var(--_faint);
  }
  .error .spark,
  .refused .spark {
    display: none;
  }
  .error .note,
  .refused .note {
    padding-bottom: 14px;
  }
  .stale .spark {
    filter: grayscale(1);
    opacity: 0.6;
  }
  @media (prefers-reduced-motion: reduce) {
    .value {
      transition: none;
    }
  }
`
