import { answered } from "./answered.ts"
import { connect, placeOf } from "./connect.ts"
import { plain } from "./failures.ts"

/**
 * The URL by which the database is best spoken to. Behind a transaction pooler the next query may reach another server
 * process, which knows nothing of what was prepared on the last one, so nothing is prepared there. `prepare=true` or
 * `prepare=false` in the URL is kept: some poolers carry prepared statements along.
 * @throws StoreAway when the database cannot be reached
 */
export async function suited(url: string): Promise<string> {
  if (!URL.canParse(url) || new URL(url).searchParams.has("prepare")) return url
  const unprepared = new URL(url)
  unprepared.searchParams.set("prepare", "false")
  return (await isPooled(unprepared.href)) ? unprepared.href : url
}

/** A server tells whom it connects the id of the process that will serve; a pooler makes up an id of its own. */
async function isPooled(url: string): Promise<boolean> {
  const sql = connect(url, { max: 1 })
  try {
    const answer = await answered(sql<{ pid: number }[]>`select pg_backend_pid() as pid`)
    return answer.state.pid !== answer[0]!.pid
  } catch (error) {
    throw plain(error, placeOf(url))
  } finally {
    await sql.end({ timeout: 1 })
  }
}
