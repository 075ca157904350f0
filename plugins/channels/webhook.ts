import { defineChannel, fields, text } from "../kit/index.ts"

const encoder = new TextEncoder()

/**
 * POSTs each alert as JSON, signed as Standard Webhooks (standardwebhooks.com) has it, so that kept libraries in most
 * languages can check it: `webhook-signature: v1,` and the base64 of HMAC-SHA256 over `<webhook-id>.<webhook-timestamp>.<body>`.
 * Repeats of a notice carry the same `webhook-id`; refuse timestamps older than five minutes.
 */
export default defineChannel({
  name: "webhook",
  title: "Webhook",
  description: "A signed POST to an address of yours.",
  settings: fields({
    url: text({ title: "Address", pattern: /^https?:\/\/\S+$/, matching: "an http or https address" }),
    secret: text({
      title: "Secret the signature is made with",
      pattern: /^(whsec_[A-Za-z0-9+/]{32,}=*|(?!whsec_).{16,})$/,
      matching: "at least 16 characters, or whsec_ and base64",
    }),
  }),
  secrets: ["secret"],
  async deliver(notice, { config: { url, secret }, now, post }) {
    const body = JSON.stringify(notice)
    const timestamp = String(Math.floor(now / 1000))
    await post(url, body, {
      "webhook-id": notice.id,
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${await sign(secret, `${notice.id}.${timestamp}.${body}`)}`,
    })
  },
})

async function sign(secret: string, message: string): Promise<string> {
  const bytes = secret.startsWith("whsec_")
    ? Uint8Array.from(atob(secret.slice("whsec_".length)), char => char.charCodeAt(0))
    : encoder.encode(secret)
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"])
  const signature = await crypto.subtle.sign("HMAC", key, encoder.encode(message))
  return btoa(String.fromCharCode(...new Uint8Array(signature)))
}
