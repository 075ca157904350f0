/**
 * Advisory locks, by number. All end with their transaction, so that they hold through a transaction pooler too.
 */

/** Held by whoever brings the schema up to date. */
export const MIGRATION_LOCK = 7_301_001

/**
 * Held shared by every transaction of a writer, and alone by whoever changes what these rely on: the generation of
 * remembered ids, a shop's zone, minutes that become part of their sealed hour.
 */
export const SHAPE_LOCK = 7_301_002
