/** The gallery's clock stands still, so that its pictures do not differ from day to day. */
export const AS_OF = "2025-01-03T10:30:24.000Z"
