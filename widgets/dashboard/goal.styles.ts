import { css } from "lit"

/** Goals: their numbers, and a bar with a tick where the day is. */
export const goalStyles = css`
  .goals {
    display: grid;
  }
  .goal {
    display: grid;
    gap: 6px;
    padding: 14px 0;
    list-style: none;
    border-top: 1px solid var(--_line);
  }
  .goal-head,
  .goal-foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 10px;
  }
  .goal-head {
    justify-content: space-between;
  }
  .goal-foot {
    font-size: 13px;
  }
  .goal-foot button {
    margin-inline-start: auto;
  }
  .goal b {
    font-weight: 600;
  }
  .goal-bar {
    display: block;
    overflow: visible;
  }
  .goal-bar rect {
    fill: var(--_grid);
  }
  .goal-bar .filled {
    fill: var(--_accent);
  }
  .goal-bar line {
    stroke: var(--_text);
    stroke-width: 2;
  }
  @container (max-width: 560px) {
    .due {
      flex-basis: 100%;
      order: 1;
    }
  }
`
