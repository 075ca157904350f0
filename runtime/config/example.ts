import { defaultOf, VARIABLES, type VariableName } from "./variables.ts"

const HEAD = `# Every setting of ShopStream, with its default. Copy this file to .env and take the # off what you change.
# Written from the table in runtime/config/variables.ts by: bun runtime/config/example.ts > .env.example
`

/** The text of `.env.example`, from the table of variables. */
export function envExample(): string {
  return HEAD + (Object.keys(VARIABLES) as VariableName[]).map(entry).join("")
}

function entry(name: VariableName): string {
  const { doc, where, kind, pending } = VARIABLES[name] as (typeof VARIABLES)["SMTP_URL"]
  const development = defaultOf(name, "development")
  const production = defaultOf(name, "production")
  const lines = [
    `# ${doc[0]!.toUpperCase()}${doc.slice(1)}.`,
    `# Expects ${kind.expected}. Read by: ${where}.`,
    ...(development === production ? [] : [`# Production: ${production}`]),
    ...(pending ? [`# Not built yet: ${pending}.`] : []),
    `#${name}=${development}`,
  ]
  return `\n${lines.join("\n")}\n`
}

if (import.meta.main) process.stdout.write(envExample())
