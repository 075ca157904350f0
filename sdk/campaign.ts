import type { Campaign } from "./event.ts"

/** What an ad network's click id says where the shop's links carry no utm tags: source, then medium if it is certain. */
const CLICK_IDS: Record<string, string> = {
  gclid: "google/cpc",
  gbraid: "google/cpc",
  wbraid: "google/cpc",
  dclid: "google/display",
  msclkid: "bing/cpc",
  fbclid: "facebook",
  ttclid: "tiktok",
  twclid: "twitter",
  li_fat_id: "linkedin",
  epik: "pinterest",
}
const LONGEST = 200

/** The campaign that a landing page's own URL names by `utm_*` tags or a click id. */
export function taggedCampaign(url: string): Campaign | undefined {
  const query = new URL(url).searchParams
  const value = (name: string) => query.get(name)?.slice(0, LONGEST) || undefined
  const clicked = Object.keys(CLICK_IDS).find(value)
  const [source, medium] = (clicked && CLICK_IDS[clicked]?.split("/")) || []
  const campaign: Campaign = {
    source: value("utm_source") ?? source,
    medium: value("utm_medium") ?? medium,
    name: value("utm_campaign"),
    term: value("utm_term"),
    content: value("utm_content"),
    click_id: clicked && value(clicked),
  }
  return Object.values(campaign).some(Boolean) ? campaign : undefined
}

/**
 * The site that a visitor without a tagged link came from; undefined for the shop itself and for direct visits. The
 * collector knows which sites are search engines and social networks.
 */
export function referringCampaign(url: string, referrer: string): Campaign | undefined {
  if (!referrer) return undefined
  const { host, hostname } = new URL(referrer)
  if (!hostname || host === new URL(url).host) return undefined
  return { source: hostname.replace(/^www\./, ""), medium: "referral" }
}
