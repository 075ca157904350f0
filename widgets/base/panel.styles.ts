import { css } from "lit"

/** The head of a panel, what stands in place of its body, and ranked bars. */
export const panelStyles = css`
  :host {
    min-width: 240px;
    container-type: inline-size;
  }
  h2,
  p,
  ol {
    margin: 0;
    padding: 0;
  }
  .card {
    padding: 14px 16px 16px;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-bottom: 12px;
  }
  .note {
    flex: 1;
    font-size: 12px;
    text-align: end;
    white-space: nowrap;
    color: var(--_faint);
  }
  .bones {
    display: grid;
    gap: 16px;
  }
  .bones .bone {
    height: 20px;
    --bone: 100%;
  }
  .words {
    display: grid;
    flex: 1;
    place-items: center;
    min-height: 96px;
    padding: 0 16px;
    text-align: center;
    color: var(--_faint);
    border: 1px dashed var(--_line);
    border-radius: 8px;
    overflow-wrap: anywhere;
  }
  .message {
    color: var(--_bad);
  }
  ol {
    display: grid;
    gap: 10px;
    list-style: none;
  }
  .bar-row {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 2px 12px;
    font-size: 13px;
  }
  .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .amount {
    font-weight: 600;
  }
  .beside {
    margin-inline-start: 8px;
    font-size: 12px;
    font-weight: 400;
    color: var(--_faint);
  }
  .times {
    margin-inline-start: 8px;
    padding: 0 6px;
    font-weight: 600;
    color: var(--_good);
    background: color-mix(in srgb, var(--_good) 10%, transparent);
    border-radius: 99px;
  }
  .track {
    grid-column: 1 / -1;
    width: 100%;
    height: 6px;
    border-radius: 3px;
  }
  .track rect {
    fill: var(--_grid);
  }
  .track .filled {
    fill: var(--_accent);
  }
  .stale ol,
  [aria-busy="true"] ol {
    opacity: 0.55;
    filter: grayscale(1);
  }
  @container (max-width: 280px) {
    .bar-row {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`
