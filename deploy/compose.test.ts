import { describe, expect, test } from "bun:test"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { createProgram } from "../runtime/cli/program.ts"
import { VARIABLES } from "../runtime/config/variables.ts"
import { readConfig } from "../runtime/config.ts"

type Command = ReturnType<typeof createProgram>

interface Service {
  image: string
  build?: { context: string; dockerfile: string }
  env_file?: { path: string; required: boolean }[]
  command?: string[]
  restart?: string
  user?: string
  environment: Record<string, string>
  healthcheck?: { test: string[] }
  volumes?: string[]
  depends_on?: Record<string, { condition: string }>
  deploy?: { replicas: number }
}

const root = join(import.meta.dir, "..")
const read = (file: string): string => readFileSync(join(root, file), "utf8")
const source = read("docker-compose.yml")
const dockerfile = read("deploy/Dockerfile")

/** `${NAME}`, `${NAME:-default}` and `${NAME:?complaint}`, as Compose reads them. */
const REFERENCE = /\$\{(\w+)(?::([-?])([^}]*))?\}/g

function compose(env: Record<string, string>): { services: Record<string, Service>; volumes: Record<string, null> } {
  const filled = source.replace(REFERENCE, (_, name, operator, word) => env[name] ?? (operator === "-" ? word : ""))
  return Bun.YAML.parse(filled) as ReturnType<typeof compose>
}

const SECRETS = { SHOPSTREAM_SECRET: "q7Zt0sJm3vYcWn8RbKx2LpUe5HdAfGi9", POSTGRES_PASSWORD: "Xw3mT9" }
const { services, volumes } = compose(SECRETS)
const all = Object.entries(services)
const ours = all.filter(([, service]) => service.build !== undefined)

describe("docker compose", () => {
  test("has the broker, the database, and a process for each role, of workers two", () => {
    expect(all.map(([name]) => name)).toEqual([
      ...["kafka", "database", "migrate", "collector", "worker", "api", "simulator"],
    ])
    expect(services.worker!.deploy?.replicas).toBe(2)
  })

  test.each(all)("%s is pinned, checked, started again, and not root", (_, service) => {
    expect(service.image).toMatch(/:\d+\.\d+\.\d+(-\w+)?$/)
    expect(service.healthcheck?.test[0]).toBe("CMD")
    expect(service.restart).toMatch(/^(unless-stopped|on-failure:\d+)$/)
    expect(service.user ?? /^USER (\w+)$/m.exec(dockerfile)![1]).not.toMatch(/^(root|0)/)
  })

  test.each(ours)("%s runs a command that the command line has, with options that it takes", (_, { command = [] }) => {
    const program = quiet(createProgram())
    expect(() => program.parse(command, { from: "user" })).not.toThrow()
  })

  test("a command that there is not would be noticed", () => {
    expect(() => quiet(createProgram()).parse(["start", "--rolle", "api"], { from: "user" })).toThrow()
    expect(() => quiet(createProgram()).parse(["begin"], { from: "user" })).toThrow()
  })

  test.each(ours)(
    "%s is set up by variables that there are, with values that are valid in production",
    (_, service) => {
      expect(Object.keys(service.environment).filter(name => !(name in VARIABLES))).toEqual([])
      const config = readConfig({ ...service.environment, ENVIRONMENT: "production" }, { cwd: root })
      expect(config.kafka?.brokers).toEqual(["kafka:9092"])
      expect(new URL(config.databaseUrl).hostname).toBe("database")
    },
  )

  test.each(ours)("%s sees what else is set in .env, and the files that it names", (_, service) => {
    expect(service.env_file).toEqual([{ path: ".env", required: false }])
    expect(service.volumes).toContain("./files:/files:ro")
  })

  test("has no secret of its own: without one in the environment it does not come up", () => {
    const required = [...source.matchAll(REFERENCE)]
      .filter(([, , operator]) => operator === "?")
      .map(([, name]) => name)
    expect(new Set(required)).toEqual(new Set(Object.keys(SECRETS)))
    const secretive = /secret|password/i
    const written = all.flatMap(([, { environment }]) => Object.entries(environment))
    const own = Object.values(SECRETS)
    for (const [name, value] of written.filter(([name]) => secretive.test(name))) expect(own, name).toContain(value)
  })

  test("a password may be any that the advice makes", () => {
    const password = "0f".repeat(32)
    const url = compose({ ...SECRETS, POSTGRES_PASSWORD: password }).services.api!.environment.DATABASE_URL!
    expect(new URL(url).password).toBe(password)
  })

  test("every volume is declared, and every service waited for is there", () => {
    for (const [, { volumes: used = [], depends_on = {} }] of all) {
      // Those that begin with a dot are folders beside the file.
      const named = used.map(volume => volume.split(":")[0]!).filter(name => !name.startsWith("."))
      for (const name of named) expect(Object.keys(volumes)).toContain(name)
      for (const name of Object.keys(depends_on)) expect(Object.keys(services)).toContain(name)
    }
  })
})

describe("the image", () => {
  test("is made of what there is, on the Bun that the repository pins", async () => {
    for (const { build } of Object.values(services))
      if (build) expect(existsSync(join(root, build.dockerfile))).toBe(true)
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources]) => sources!.split(" "))
    expect(copied.length).toBeGreaterThan(5)
    for (const path of copied) expect(existsSync(join(root, path)), path).toBe(true)
    const { bun } = JSON.parse(read("package.json")).devDependencies
    expect(dockerfile).toContain(`FROM oven/bun:${bun}-slim`)
  })

  test("says how it is", () => {
    expect(dockerfile).toMatch(/^HEALTHCHECK /m)
  })
})

/** The same commands, that do nothing: what is looked at is whether they are understood. */
function quiet(program: Command): Command {
  const still = (command: Command): void => {
    command.exitOverride().configureOutput({ writeErr: () => {} })
    if (command.commands.length === 0) command.action(() => {})
    command.commands.forEach(still)
  }
  still(program)
  return program
}
