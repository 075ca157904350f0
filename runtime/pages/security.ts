/** Scripts and modules may be loaded by any page: a storefront is always another origin. */
export const SCRIPT_HEADERS = {
  "access-control-allow-origin": "*",
  "cross-origin-resource-policy": "cross-origin",
  "x-content-type-options": "nosniff",
}

/**
 * Headers of our own pages. Scripts come from this server's files only; styles may stand in the page, because elements
 * and the API page bring their own.
 * @param frames who may show the page in a frame
 */
export function pageHeaders(frames: "'none'" | "'self'" = "'none'"): Record<string, string> {
  return {
    "content-security-policy": [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      `frame-ancestors ${frames}`,
    ].join("; "),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
  }
}
