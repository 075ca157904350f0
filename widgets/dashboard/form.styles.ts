import { css } from "lit"

/** Forms of the dashboard's pages. */
export const formStyles = css`
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
  .note-form {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 200px), 1fr));
    gap: 12px;
  }
  .note-form .long {
    grid-column: 1 / -1;
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
  @media (prefers-reduced-motion: reduce) {
    [role="switch"],
    [role="switch"]::before {
      transition: none;
    }
  }
`
