import { css } from "lit"

/** Funnels of one's own: the steps to pick, and what is said beside each bar. */
export const funnelStyles = css`
  .steps-form {
    display: grid;
    gap: 12px;
  }
  .step {
    display: grid;
    grid-template-columns: 1.5ch minmax(0, 1fr) repeat(3, 34px);
    align-items: center;
    gap: 8px;
  }
  .step button {
    display: grid;
    place-items: center;
    padding: 0;
  }
  .icon {
    width: 16px;
    height: 16px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .stale ol {
    opacity: 0.55;
  }
  @container (max-width: 760px) {
    .bar-row {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`
