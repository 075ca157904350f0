import type { Campaign, ShopEvent } from "../../../sdk/event.ts"
import { FIELDS } from "../limits.ts"
import { knownReferrer } from "./referrers.ts"

/** What an ad network's click id says where the link carries no utm tags: source, then medium if it is certain. */
const CLICK_IDS: Readonly<Record<string, Campaign>> = {
  gclid: { source: "google", medium: "cpc" },
  gbraid: { source: "google", medium: "cpc" },
  wbraid: { source: "google", medium: "cpc" },
  dclid: { source: "google", medium: "display" },
  msclkid: { source: "bing", medium: "cpc" },
  fbclid: { source: "facebook", medium: "social" },
  ttclid: { source: "tiktok", medium: "social" },
  twclid: { source: "twitter", medium: "social" },
  li_fat_id: { source: "linkedin", medium: "social" },
  epik: { source: "pinterest", medium: "social" },
  yclid: { source: "yandex", medium: "cpc" },
}

/** Cheap: most pages have neither, and need not be taken apart. */
const TAGGED = new RegExp(`[?&](?:utm_|(?:${Object.keys(CLICK_IDS).join("|")})=)`)
const HOST = /^(?:https?|android-app):\/\/(?:[^/?#@]*@)?([^/?#:]+)/i

/**
 * The campaign of an event: what the sender says, else the tags and click ids of its page, else the site it came from.
 * Senders that know no more than a site — a host as source, by medium referral or organic — get that site's name and
 * medium. A payment processor is never where a visit came from. Sources and mediums are lower case.
 * @returns undefined for a visit that came direct, or from within the shop
 */
export function attributed({ campaign, page }: ShopEvent): Campaign | undefined {
  if (campaign) return refined(campaign)
  const { url, referrer } = page ?? {}
  const tagged = url !== undefined && TAGGED.test(url) ? taggedCampaign(url) : undefined
  if (tagged) return refined(tagged)
  const host = referrer === undefined ? undefined : hostOf(referrer)
  return host === undefined || host === hostOf(url ?? "") ? undefined : fromSite(host)
}

function refined(campaign: Campaign): Campaign | undefined {
  const clicked = clickId(campaign)
  const source = campaign.source?.toLowerCase()
  const medium = campaign.medium?.toLowerCase()
  const isSite = !clicked && !campaign.name && (medium === undefined || medium === "referral" || medium === "organic")
  if (isSite && source?.includes(".")) return fromSite(source)
  if (source === campaign.source && medium === campaign.medium) return campaign
  return { ...campaign, ...(source ? { source } : {}), ...(medium ? { medium } : {}) }
}

const clickId = ({ click_id }: Campaign): boolean => click_id !== undefined

function fromSite(site: string): Campaign | undefined {
  const host = site.replace(/^www\./, "")
  const known = knownReferrer(host)
  if (known?.medium === "payment") return undefined
  return known ? { ...known } : { source: host, medium: "referral" }
}

function taggedCampaign(url: string): Campaign | undefined {
  const query = new URLSearchParams(url.slice(url.indexOf("?")).replace(/#.*/s, ""))
  const value = (name: string) => query.get(name)?.slice(0, FIELDS.text) || undefined
  const clicked = Object.keys(CLICK_IDS).find(value)
  const network = clicked === undefined ? undefined : CLICK_IDS[clicked]
  const found: Campaign = {
    source: value("utm_source") ?? network?.source,
    medium: value("utm_medium") ?? (value("utm_source") ? undefined : network?.medium),
    name: value("utm_campaign"),
    term: value("utm_term"),
    content: value("utm_content"),
    click_id: clicked && value(clicked),
  }
  const present = Object.entries(found).filter(([, text]) => text !== undefined)
  return present.length > 0 ? Object.fromEntries(present) : undefined
}

const hostOf = (url: string): string | undefined =>
  HOST.exec(url)?.[1]
    ?.toLowerCase()
    .replace(/^www\./, "")
