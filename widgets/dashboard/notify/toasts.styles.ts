import { css } from "lit"

export const toastStyles = css`
  .toasts {
    position: fixed;
    z-index: 2;
    inset-block-end: 16px;
    inset-inline-end: 16px;
    display: grid;
    gap: 8px;
    width: min(360px, 100cqw - 32px);
  }
  .toast {
    display: flex;
    align-items: flex-start;
    gap: 8px;
    padding: 12px 8px 12px 14px;
    background: var(--_raised);
    border: 1px solid var(--_line);
    border-inline-start: 4px solid var(--_accent);
    border-radius: 10px;
    box-shadow: 0 6px 24px rgb(0 0 0 / 16%);
  }
  .toast.critical {
    border-inline-start-color: var(--_bad);
  }
  .toast.warning {
    border-inline-start-color: var(--_warn);
  }
  .toast a {
    flex: 1;
    display: grid;
    gap: 2px;
    min-width: 0;
    font-size: 13px;
    line-height: 18px;
    overflow-wrap: anywhere;
    color: var(--_muted);
    text-decoration: none;
  }
  .toast b {
    font-weight: 600;
    color: var(--_text);
  }
  .toast .quiet {
    flex: none;
    width: 28px;
    height: 28px;
    margin-block: -4px;
  }
  .bell[aria-pressed="true"] {
    color: var(--_accent);
  }
  .bell[aria-disabled="true"] {
    cursor: default;
    opacity: 0.5;
  }
`
