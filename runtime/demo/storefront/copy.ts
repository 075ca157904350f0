/** A few words on each category, for its page and its products. */
export const CATEGORY_COPY: Readonly<Record<string, { lead: string; story: string }>> = {
  Lighting: {
    lead: "Warm pools of light for long evenings.",
    story: "Made by hand, one at a time, for a warm light that flatters a room at every hour.",
  },
  Furniture: {
    lead: "Few pieces, well made, for many years.",
    story: "Joined without a single visible screw, from wood that was left to dry for two winters.",
  },
  Kitchen: {
    lead: "Tools that ask to be used.",
    story: "Balanced in the hand and easy to clean; it gets better with every supper it has seen.",
  },
  Ceramics: {
    lead: "Thrown, glazed and fired in small batches.",
    story: "No two are quite the same: the glaze breaks where it likes, and that is the point.",
  },
  Textiles: {
    lead: "Wool, linen and cotton, and nothing else.",
    story: "Woven on old looms from traceable yarn, pre-washed so that it is soft from the first day.",
  },
  Bath: {
    lead: "A slower start and a softer end of the day.",
    story: "Made in small runs from honest materials, and sent without a gram of plastic.",
  },
  Stationery: {
    lead: "For those who still think on paper.",
    story: "Made for daily use: it feels right from the first line and asks for one more page.",
  },
  Bags: {
    lead: "Carry less, and carry it well.",
    story: "Waxed canvas and bridle leather that age with grace; seams are doubled where it matters.",
  },
  Audio: {
    lead: "Good sound that does not look like a machine.",
    story: "Tuned by ear in a small workshop, with parts that can be opened, mended and replaced.",
  },
  Garden: {
    lead: "For balconies, beds and windowsills.",
    story: "Frost-proof and forgiving, made to stand outside in every weather and look better for it.",
  },
}
