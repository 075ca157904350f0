import { createTransport } from "nodemailer"
import { type Mail, Undeliverable } from "../../../plugins/kit/index.ts"

/**
 * Sends mail through the server of `SMTP_URL`. Who it is from is the URL's `from`, else `shopstream@` that host.
 * @example createMail("smtps://user:secret@mail.example?from=alerts@shop.example")
 */
export function createMail(url: string | undefined): (mail: Mail) => Promise<void> {
  if (!url) {
    return async () => {
      throw new Undeliverable("no mail server is set up; set SMTP_URL, e.g. smtps://user:secret@mail.example")
    }
  }
  const server = new URL(url)
  const from = server.searchParams.get("from") ?? `ShopStream <shopstream@${server.hostname}>`
  server.searchParams.delete("from")
  const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 15_000 }
  const transport = createTransport({ url: server.href, ...timeouts })
  return async ({ to, subject, text }) => {
    try {
      await transport.sendMail({ from, to, subject, text, disableFileAccess: true, disableUrlAccess: true })
    } catch (error) {
      throw isRefusal(error) ? new Undeliverable(`the mail server refused: ${(error as Error).message}`) : error
    }
  }
}

/** 5xx from a mail server is for good, of the recipient or of the whole; 4xx passes. */
function isRefusal(error: unknown): boolean {
  const code = (error as { responseCode?: number }).responseCode
  return code !== undefined && code >= 500
}
