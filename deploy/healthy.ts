/** `bun deploy/healthy.ts URL`: ends well where the address answers well. Images without curl ask by this. */
const [url] = process.argv.slice(2)
const answer = await fetch(String(url), { signal: AbortSignal.timeout(2_500) }).catch(() => undefined)
process.exit(answer?.ok ? 0 : 1)
