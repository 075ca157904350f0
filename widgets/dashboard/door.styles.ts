import { css } from "lit"

/** What stands before the board: sign-in, opening, the empty shop. */
export const doorStyles = css`
  .door {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 16px;
    min-height: var(--shop-dashboard-height, 100dvh);
    padding: 24px 16px;
    color: var(--_muted);
  }
  .door[aria-busy="true"] .mark {
    animation: breathe 1.6s ease-in-out infinite;
  }
  .sign-in {
    display: grid;
    width: min(384px, 100cqw - 32px);
    padding: 28px;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: 16px;
    box-shadow: 0 1px 2px rgb(0 0 0 / 4%), 0 12px 40px rgb(0 0 0 / 6%);
  }
  .door .mark {
    width: 36px;
    height: 36px;
  }
  .sign-in h1 {
    margin: 18px 0 4px;
    font-size: 20px;
    line-height: 28px;
    font-weight: 600;
    letter-spacing: -0.015em;
    color: var(--_text);
  }
  .sign-in label {
    margin: 20px 0 6px;
    font-size: 13px;
    font-weight: 500;
    color: var(--_text);
  }
  input[type="password"] {
    width: 100%;
    height: 40px;
    padding: 0 12px;
    background: var(--_canvas);
    border: 1px solid var(--_line);
    border-radius: 9px;
  }
  input::placeholder {
    color: var(--_faint);
  }
  input[aria-invalid] {
    border-color: var(--_bad);
  }
  .why {
    min-height: 18px;
    margin: 6px 0;
    font-size: 12px;
    line-height: 18px;
    color: var(--_bad);
  }
  .primary,
  .secondary {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    height: 40px;
    padding: 0 14px;
    font-weight: 500;
    cursor: pointer;
    border: 1px solid transparent;
    border-radius: 9px;
  }
  .primary {
    color: var(--_surface);
    background: var(--_accent);
  }
  .primary:hover {
    background: color-mix(in srgb, var(--_accent) 90%, var(--_text));
  }
  .primary:disabled {
    cursor: default;
    opacity: 0.6;
  }
  .secondary {
    height: 32px;
    font-size: 13px;
    color: var(--_text);
    background: var(--_surface);
    border-color: var(--_line);
  }
  .secondary:hover {
    background: var(--_canvas);
  }
  .hint {
    font-size: 12px;
    line-height: 18px;
    color: var(--_faint);
  }
  .sign-in .hint {
    margin-top: 18px;
    padding-top: 16px;
    border-top: 1px solid var(--_line);
  }
  .welcome {
    display: grid;
    gap: 10px;
    width: min(720px, 100% - 32px);
    margin: 8vh auto;
    padding: 28px;
    color: var(--_muted);
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: 16px;
  }
  .welcome h2 {
    font-size: 22px;
    line-height: 30px;
    font-weight: 600;
    letter-spacing: -0.018em;
    color: var(--_text);
  }
  .waiting {
    display: flex;
    align-items: baseline;
    gap: 8px;
    font-size: 13px;
    color: var(--_muted);
  }
  .waiting i {
    flex: none;
    background: var(--_accent);
    animation: breathe 1.6s ease-in-out infinite;
  }
  .snippet {
    display: flex;
    align-items: flex-start;
    gap: 12px;
    margin: 8px 0;
    padding: 14px;
    background: var(--_canvas);
    border: 1px solid var(--_line);
    border-radius: 10px;
  }
  .snippet pre {
    flex: 1;
    overflow-x: auto;
    color: var(--_text);
    font-size: 13px;
    line-height: 20px;
  }
  .snippet .icon {
    width: 15px;
    height: 15px;
  }
  @keyframes breathe {
    50% {
      opacity: 0.45;
    }
  }
  @container (max-width: 760px) {
    .snippet {
      flex-direction: column;
    }
    .snippet pre {
      width: 100%;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .door .mark,
    .waiting i {
      animation: none !important;
    }
  }
`
