import { onNab } from "./alerts/nab.ts"
import { onShops } from "./alerts/shops.ts"
import type { Bench } from "./bench.ts"

const bench: Bench = {
  name: "alerts",
  about: "what alerts notice and how soon on made-up shops; with --nab FOLDER, the Numenta benchmark's score",
  async run({ nab, tuning }) {
    await onShops(tuning ? "tuning" : "reporting")
    if (nab) onNab(nab)
  },
}

export default bench
