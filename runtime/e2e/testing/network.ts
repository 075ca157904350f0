import type { Page } from "puppeteer-core"

/**
 * Loses the next answer from a path on its way to the page, though the server has done its work.
 * @returns `lost` resolves when it was; from then on answers arrive again
 */
export async function loseNextAnswer(page: Page, path: string): Promise<{ lost: Promise<void> }> {
  const wire = await page.createCDPSession()
  const { promise: lost, resolve } = Promise.withResolvers<void>()
  wire.on("Fetch.requestPaused", async ({ requestId }) => {
    await wire.send("Fetch.failRequest", { requestId, errorReason: "ConnectionReset" })
    await wire.detach()
    resolve()
  })
  await wire.send("Fetch.enable", { patterns: [{ urlPattern: `*${path}`, requestStage: "Response" }] })
  return { lost }
}
