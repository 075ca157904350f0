import { afterEach, expect, test } from "bun:test"
import { SMTPServer, type SMTPServerOptions } from "smtp-server"
import { Undeliverable } from "../../../plugins/kit/index.ts"
import { failureOf } from "../../store/testing/failure.ts"
import { createMail } from "./mail.ts"

const servers: SMTPServer[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A mail server on loopback, and what it took. */
async function mailServer(more: SMTPServerOptions = {}) {
  const got: { from: string; to: string[]; text: string }[] = []
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ["STARTTLS"], logger: false },
    onData(stream, session, done) {
      let text = ""
      stream.on("data", chunk => {
        text += chunk
      })
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope
        got.push({ from: mailFrom ? mailFrom.address : "", to: rcptTo.map(({ address }) => address), text })
        done()
      })
    },
    ...more,
  })
  servers.push(server)
  await new Promise<void>(listening => server.listen(0, "127.0.0.1", listening))
  const { port } = server.server.address() as { port: number }
  return { got, url: `smtp://127.0.0.1:${port}?from=alerts@shop.example` }
}

const mail = { to: "owner@shop.example", subject: "Traffic drop", text: "42 views instead of 100 — Zoë's shop" }

test("a mail arrives with its subject and text", async () => {
  const { got, url } = await mailServer()
  await createMail(url)(mail)
  expect(got).toMatchObject([{ from: "alerts@shop.example", to: ["owner@shop.example"] }])
  expect(got[0]!.text).toContain("Subject: Traffic drop")
})

test("a name in the subject cannot add headers or recipients", async () => {
  const { got, url } = await mailServer()
  await createMail(url)({ ...mail, subject: "Alert\r\nBcc: everybody@shop.example" })
  expect(got[0]!.to).toEqual(["owner@shop.example"])
  expect(got[0]!.text).not.toMatch(/^Bcc:/m)
})

test("a recipient that is refused is undeliverable; a server that is away may come back", async () => {
  const refusing = await mailServer({
    onRcptTo: (_address, _session, done) => done(Object.assign(new Error("no such user"), { responseCode: 550 })),
  })
  expect(await failureOf(createMail(refusing.url)(mail))).toBeInstanceOf(Undeliverable)
  const gone = createMail("smtp://127.0.0.1:1")
  const failure = await failureOf(gone(mail))
  expect(failure).toBeInstanceOf(Error)
  expect(failure).not.toBeInstanceOf(Undeliverable)
})

test("without a mail server it says what to set", async () => {
  expect((await failureOf(createMail(undefined)(mail)))?.message).toContain("SMTP_URL")
})
