import { css } from "lit"

/** The pages in the header, the pages about alerts, and what a page stands in. */
export const navigationStyles = css`
  .pages,
  .tabs {
    display: flex;
    gap: 2px;
  }
  .pages a,
  .tabs a {
    padding: 4px 10px;
    font-size: 13px;
    font-weight: 500;
    color: var(--_muted);
    text-decoration: none;
    white-space: nowrap;
    border-radius: 7px;
  }
  .pages a:hover,
  .tabs a:hover {
    color: var(--_text);
  }
  .pages [aria-current],
  .tabs [aria-current] {
    color: var(--_text);
    background: var(--_line);
  }
  .count {
    display: inline-block;
    min-width: 18px;
    margin-inline-start: 6px;
    padding: 0 5px;
    font-size: 11px;
    line-height: 18px;
    font-weight: 600;
    text-align: center;
    color: var(--_surface);
    background: var(--_bad);
    border-radius: 99px;
  }
  .page {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
    padding: 20px max(20px, calc((100% - 1080px) / 2)) 40px;
  }
  .page .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .page a.secondary {
    text-decoration: none;
    color: inherit;
  }
  .large {
    --shop-chart-height: min(420px, 55vh);
  }
  .page ::part(dot) {
    display: none;
  }
  @container (max-width: 1100px) {
    .pages {
      grid-row: 2;
      grid-column: 1 / -1;
    }
  }
  @container (max-width: 760px) {
    .pages {
      flex-wrap: wrap;
      gap: 0;
    }
    .pages a {
      padding-inline: 5px;
    }
    .page {
      gap: 10px;
      padding: 12px 12px 32px;
    }
  }
`
