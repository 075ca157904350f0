/** `shopstream.core.js`: the script tag without captures. */
import { startFromTag } from "./script-tag.ts"

startFromTag({})
