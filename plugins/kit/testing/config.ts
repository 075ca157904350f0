import type { Settings } from "../settings.ts"

/** What a plugin's schema makes of what a shop set. @throws Error that names each setting that is wrong */
export async function configOf<Config>(
  { name, settings }: { name: string; settings: Settings<Config> },
  given: object,
): Promise<Config> {
  const result = await settings["~standard"].validate(given)
  if (!result.issues) return result.value
  const said = result.issues.map(({ path = [], message }) => `${path.map(String).join(".")}: ${message}`)
  throw new Error(`${name}: ${said.join("; ")}`)
}
