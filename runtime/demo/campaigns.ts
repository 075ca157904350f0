import type { Campaign } from "../../sdk/event.ts"
import { Weighted } from "./random.ts"

/** How a visit came about: a referrer, a campaign, both, or neither (typed in, bookmarked). */
export interface Origin {
  /** Share of visits, in percent. */
  share: number
  referrer?: string
  campaign?: Campaign
}

export const ORIGINS: readonly Origin[] = [
  { share: 31 },
  { share: 22, referrer: "https://www.google.com/" },
  { share: 3, referrer: "https://duckduckgo.com/" },
  {
    share: 11,
    referrer: "https://www.google.com/",
    campaign: { source: "google", medium: "cpc", name: "autumn_edit", term: "table lamp" },
  },
  {
    share: 6,
    referrer: "https://www.google.com/",
    campaign: { source: "google", medium: "cpc", name: "brand", term: "linnet shop" },
  },
  {
    share: 9,
    referrer: "https://l.instagram.com/",
    campaign: { source: "instagram", medium: "paid_social", name: "slow_mornings", content: "reel" },
  },
  { share: 4, referrer: "https://www.instagram.com/" },
  {
    share: 4,
    referrer: "https://www.pinterest.com/",
    campaign: { source: "pinterest", medium: "paid_social", name: "small_spaces", content: "pin" },
  },
  { share: 7, campaign: { source: "newsletter", medium: "email", name: "sunday_letter" } },
  {
    share: 3,
    referrer: "https://thegoodshelf.example/",
    campaign: { source: "the_good_shelf", medium: "affiliate", name: "gift_guide" },
  },
]

export const origins = new Weighted(ORIGINS, origin => origin.share)
