/**
 * What a detector says. `between` is the band of hysteresis: what fires goes on firing there, and what is quiet stays
 * quiet. `unknown`: too little was seen to tell.
 */
export type Verdict = "breach" | "normal" | "between" | "unknown"
