/** How alerts put numbers into sentences; English, as all of their texts. */
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 })
const tenth = new Intl.NumberFormat("en", { maximumFractionDigits: 1 })
const signed = new Intl.NumberFormat("en", { maximumFractionDigits: 0, signDisplay: "always" })

/** "1,204", "3.5" */
export const quantity = (value: number): string => (Math.abs(value) < 10 ? tenth : whole).format(value)

/** "2.4 %", or "no answer" */
export const percent = (value: number | null): string => (value === null ? "no answer" : `${tenth.format(value)} %`)

/** "+63 %", "−30 %" */
export const signedPercent = (value: number | null): string =>
  value === null ? "no comparison" : `${signed.format(value).replace("-", "−")} %`
