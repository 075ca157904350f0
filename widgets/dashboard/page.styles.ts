import { css } from "lit"

/** Cards, tables and forms of the dashboard's pages. */
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
  .reason {
    flex: 1;
    color: var(--_faint);
  }
  button,
  input,
  select {
    height: 34px;
    font: inherit;
    font-size: 13px;
    color: inherit;
    border: 1px solid var(--_line);
    border-radius: 8px;
    background: var(--_surface);
  }
  button {
    padding: 0 12px;
    font-weight: 500;
    cursor: pointer;
  }
  button:hover {
    background: var(--_grid);
  }
  button:disabled {
    cursor: default;
    opacity: 0.5;
  }
  input:not([type="checkbox"]),
  select {
    width: 100%;
    padding: 0 10px;
    background: var(--_canvas);
  }
  input::placeholder {
    color: var(--_faint);
  }
  :disabled {
    opacity: 0.7;
  }
  .settings {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 440px), 1fr));
    gap: 16px;
  }
  .setting-head {
    display: flex;
    justify-content: space-between;
    gap: 16px;
  }
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 180px), 1fr));
    align-items: end;
    gap: 12px;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .field {
    display: grid;
    gap: 4px;
  }
  .field label {
    font-size: 12px;
    color: var(--_muted);
  }
  .line .outcome {
    flex-basis: 100%;
  }
  .line .outcome:empty {
    margin-top: -12px;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 12px;
  }
  .wide {
    flex: 1 1 160px;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    margin-top: auto;
  }
  [role="switch"] {
    appearance: none;
    position: relative;
    width: 36px;
    height: 20px;
    margin: 0;
    cursor: pointer;
    background: var(--_faint);
    border: 0;
    border-radius: 99px;
    transition: background 0.15s;
  }
  [role="switch"]::before {
    content: "";
    position: absolute;
    inset: 2px auto auto 2px;
    width: 16px;
    height: 16px;
    background: var(--_surface);
    border-radius: 50%;
    transition: translate 0.15s;
  }
  [role="switch"]:checked {
    background: var(--_accent);
  }
  [role="switch"]:checked::before {
    translate: 16px;
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
  @media (prefers-reduced-motion: reduce) {
    [role="switch"],
    [role="switch"]::before {
      transition: none;
    }
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
