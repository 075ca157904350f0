import { css } from "lit"

/** Cards, lists and tables of the dashboard's pages. */
export const pageStyles = css`
  :host(:not([hidden])) {
    gap: 16px;
    container-type: inline-size;
  }
  h2,
  p,
  ul {
    margin: 0;
    padding: 0;
  }
  h2 {
    font-size: 14px;
    line-height: 20px;
    font-weight: 600;
  }
  .card > h2 {
    font-size: 13px;
    font-weight: 500;
    color: var(--_muted);
  }
  /* The header says it once for all. */
  ::part(dot) {
    display: none;
  }
  .card {
    gap: 12px;
    padding: 16px;
  }
  .card > h2 + .hint {
    margin-top: -10px;
  }
  .hint,
  .none {
    font-size: 13px;
    color: var(--_faint);
  }
  .problem,
  .outcome.bad,
  .error {
    color: var(--_bad);
    overflow-wrap: anywhere;
  }
  .outcome.good {
    color: var(--_good);
  }
  .outcome {
    font-size: 13px;
  }
  .faint {
    color: var(--_faint);
  }
  .rows li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    padding: 8px 0;
    list-style: none;
    border-top: 1px solid var(--_line);
  }
  .rows b {
    font-weight: 600;
  }
  .said {
    flex: 1 1 220px;
    overflow-wrap: anywhere;
  }
  .said a {
    color: var(--_accent);
  }
  .reason {
    flex: 1;
    color: var(--_faint);
  }
  .scroll {
    overflow-x: auto;
    margin: 0 -16px -16px;
    outline-offset: -2px;
  }
  .log {
    max-height: 520px;
  }
  .log th {
    position: sticky;
    top: 0;
    background: var(--_surface);
  }
  table {
    width: 100%;
    font-size: 13px;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 8px 16px;
    text-align: start;
    vertical-align: top;
    border-top: 1px solid var(--_line);
  }
  th {
    font-size: 12px;
    font-weight: 500;
    color: var(--_faint);
  }
  td b {
    display: block;
    font-weight: 500;
  }
  code {
    font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace;
    font-size: 12px;
    overflow-wrap: anywhere;
  }
  .when {
    white-space: nowrap;
  }
  .number {
    text-align: end;
    white-space: nowrap;
  }
  .tag {
    padding: 1px 8px;
    font-size: 11px;
    font-weight: 500;
    white-space: nowrap;
    color: var(--_tone);
    border-radius: 99px;
    background: color-mix(in srgb, var(--_tone) 10%, transparent);
  }
  .tag.good {
    --_tone: var(--_good);
  }
  .tag.warn {
    --_tone: var(--_warn);
  }
  .tag.bad {
    --_tone: var(--_bad);
  }
  .error,
  .block {
    display: block;
    margin-top: 4px;
  }
  @container (max-width: 560px) {
    .roomy {
      display: none;
    }
    th,
    td {
      padding: 8px;
    }
    th:first-child,
    td:first-child {
      padding-inline-start: 16px;
    }
  }
`
