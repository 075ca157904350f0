/**
 * HyperLogLog over 53-bit hashes: 2^14 one-byte registers, standard error 1.04 / √16384 = 0.81 %.
 * Estimator: O. Ertl, "New cardinality estimation algorithms for HyperLogLog sketches" (2017), algorithm 6 — no bias
 * table and no switch between ranges.
 */
const PRECISION = 14
export const REGISTERS = 2 ** PRECISION
const HASH_BITS = 53
/** Bits that give the rank; a register holds at most one more. */
const RANK_BITS = HASH_BITS - PRECISION
const RANGE = 2 ** RANK_BITS

/** The register that a hash belongs to and the rank it shows: one more than its leading zero bits. */
function locate(hash: number): [register: number, rank: number] {
  const register = Math.floor(hash / RANGE)
  const rest = hash - register * RANGE
  return [register, rest === 0 ? RANK_BITS + 1 : RANK_BITS - Math.floor(Math.log2(rest))]
}

/** Whether the sketch would change, so that callers copy 16 KiB only when they must. */
export function isNews(registers: Uint8Array, hash: number): boolean {
  const [register, rank] = locate(hash)
  return rank > registers[register]!
}

/** Takes a hash in, in place. */
export function insert(registers: Uint8Array, hash: number): void {
  const [register, rank] = locate(hash)
  if (rank > registers[register]!) registers[register] = rank
}

/** Takes another sketch in, in place: the registers' maximum. */
export function absorb(registers: Uint8Array, other: Uint8Array): void {
  for (let i = 0; i < REGISTERS; i++) if (other[i]! > registers[i]!) registers[i] = other[i]!
}

/** The number of distinct hashes taken in, estimated. */
export function estimate(registers: Uint8Array): number {
  const histogram = new Uint32Array(RANK_BITS + 2)
  // By index: stepping an iterator through 16 Ki registers, batch after batch, is seen in the pipeline's profile.
  for (let i = 0; i < REGISTERS; i++) histogram[registers[i]!]!++
  let z = REGISTERS * tau(1 - histogram[RANK_BITS + 1]! / REGISTERS)
  for (let rank = RANK_BITS; rank >= 1; rank--) z = 0.5 * (z + histogram[rank]!)
  z += REGISTERS * sigma(histogram[0]! / REGISTERS)
  return REGISTERS ** 2 / (2 * Math.LN2 * z)
}

function sigma(x: number): number {
  if (x === 1) return Number.POSITIVE_INFINITY
  let [y, z, last] = [1, x, 0]
  do {
    x *= x
    last = z
    z += x * y
    y += y
  } while (z !== last)
  return z
}

function tau(x: number): number {
  if (x === 0 || x === 1) return 0
  let [y, z, last] = [1, 1 - x, 0]
  do {
    x = Math.sqrt(x)
    last = z
    y *= 0.5
    z -= (1 - x) ** 2 * y
  } while (z !== last)
  return z / 3
}
