import { css } from "lit"

export const alertsStyles = css`
  :host {
    min-width: 240px;
    container-type: inline-size;
  }
  h2,
  h3,
  p,
  ul {
    margin: 0;
    padding: 0;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 14px 16px 10px;
  }
  .alert {
    display: grid;
    grid-template-columns: 18px minmax(0, 1fr) auto;
    gap: 4px 12px;
    padding: 12px 16px;
    list-style: none;
    border-top: 1px solid var(--_line);
  }
  .sign {
    width: 18px;
    height: 20px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
    color: var(--_tone);
  }
  .critical {
    --_tone: var(--_bad);
  }
  .warning {
    --_tone: var(--_warn);
  }
  .info {
    --_tone: var(--_accent);
  }
  h3 {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 8px;
    font-size: 14px;
    font-weight: 600;
  }
  .subject {
    min-width: 0;
    font-weight: 400;
    overflow-wrap: anywhere;
    color: var(--_muted);
  }
  .tag {
    padding: 0 7px;
    font-size: 11px;
    line-height: 18px;
    font-weight: 500;
    color: var(--_tone);
    border-radius: 99px;
    background: color-mix(in srgb, var(--_tone) 10%, transparent);
  }
  .message {
    overflow-wrap: anywhere;
    color: var(--_muted);
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 14px;
    margin-top: 2px;
    font-size: 12px;
    color: var(--_faint);
  }
  .facts b {
    font-weight: 600;
    color: var(--_text);
  }
  a {
    color: var(--_accent);
    text-underline-offset: 2px;
  }
  .side {
    display: flex;
    flex-direction: column;
    align-items: flex-end;
    gap: 8px;
    text-align: end;
  }
  .state {
    font-size: 12px;
    color: var(--_faint);
  }
  .firing .state {
    color: var(--_tone);
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    align-items: center;
    gap: 6px;
  }
  button {
    height: 28px;
    padding: 0 10px;
    font: inherit;
    font-size: 12px;
    font-weight: 500;
    color: inherit;
    cursor: pointer;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: 7px;
  }
  button:hover {
    background: var(--_grid);
  }
  button:disabled {
    cursor: default;
    opacity: 0.5;
  }
  .plain {
    color: var(--_muted);
    border-color: transparent;
  }
  .done {
    font-size: 12px;
    color: var(--_good);
  }
  .failed {
    flex-basis: 100%;
    font-size: 12px;
    color: var(--_bad);
  }
  .resolved .sign,
  .resolved .tag {
    --_tone: var(--_faint);
  }
  .resolved h3 {
    font-weight: 500;
    color: var(--_muted);
  }
  .note {
    padding: 10px 16px 20px;
    color: var(--_faint);
  }
  .note .bone {
    height: 14px;
    margin-bottom: 10px;
  }
  .note .short {
    --bone: 38%;
  }
  .error .note,
  .refused .note {
    color: var(--_bad);
    overflow-wrap: anywhere;
  }
  .stale ul {
    opacity: 0.6;
    filter: grayscale(1);
  }
  @container (max-width: 560px) {
    .alert {
      grid-template-columns: 18px minmax(0, 1fr);
    }
    .side {
      grid-column: 2;
      flex-direction: row;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      margin-top: 4px;
    }
    .acts {
      justify-content: flex-start;
    }
  }
`
