/**
 * Which sites bring visitors, and how: kept by hand, because no maintained package has such a list. A name stands for
 * itself and everything under it; `google.` for Google in any country. The first that fits counts.
 */
export type Medium = "organic" | "social" | "email" | "ai" | "payment"

const KEPT: Readonly<Record<Medium, Readonly<Record<string, readonly string[]>>>> = {
  // Before the search engines: mail.google.com is no search.
  email: {
    gmail: ["mail.google.com", "com.google.android.gm"],
    outlook: ["outlook.live.com", "outlook.office.com", "outlook.office365.com"],
    yahoo_mail: ["mail.yahoo.com"],
    proton: ["mail.proton.me"],
    gmx: ["gmx.net", "gmx.com"],
    web_de: ["web.de"],
  },
  // Where buyers are sent to pay, and come back from: never the reason for a visit.
  payment: {
    paypal: ["paypal.com", "paypalobjects.com"],
    stripe: ["stripe.com", "stripe.network"],
    klarna: ["klarna.com", "klarnaservices.com"],
    adyen: ["adyen.com"],
    mollie: ["mollie.com"],
    afterpay: ["afterpay.com", "clearpay.co.uk"],
    affirm: ["affirm.com"],
    apple_pay: ["applepaydemo.apple.com"],
    google_pay: ["pay.google.com"],
    amazon_pay: ["pay.amazon.com", "payments.amazon.com", "payments.amazon.de"],
    shop_pay: ["shop.app", "pay.shopify.com"],
    worldpay: ["worldpay.com"],
    checkout: ["checkout.com"],
    square: ["squareup.com"],
    sofort: ["sofort.com"],
    giropay: ["giropay.de"],
    ideal: ["ideal.nl"],
    przelewy24: ["przelewy24.pl"],
    payu: ["payu.com", "payu.in"],
    razorpay: ["razorpay.com"],
    mercado_pago: ["mercadopago.com", "mercadopago.com.br"],
    three_d_secure: ["3dsecure.io", "cardinalcommerce.com", "arcot.com"],
  },
  ai: {
    chatgpt: ["chatgpt.com", "chat.openai.com"],
    perplexity: ["perplexity.ai"],
    claude: ["claude.ai"],
    gemini: ["gemini.google.com"],
    copilot: ["copilot.microsoft.com"],
  },
  organic: {
    google: ["google.", "com.google.android.googlequicksearchbox"],
    bing: ["bing.com"],
    duckduckgo: ["duckduckgo.com"],
    yahoo: ["search.yahoo.com", "search.yahoo.co.jp", "yahoo.com"],
    ecosia: ["ecosia.org"],
    qwant: ["qwant.com"],
    brave: ["search.brave.com"],
    startpage: ["startpage.com"],
    kagi: ["kagi.com"],
    baidu: ["baidu.com"],
    yandex: ["yandex.", "ya.ru"],
    naver: ["naver.com"],
    seznam: ["seznam.cz"],
    sogou: ["sogou.com"],
  },
  social: {
    facebook: ["facebook.com", "fb.com", "fb.me", "messenger.com"],
    instagram: ["instagram.com"],
    threads: ["threads.net", "threads.com"],
    whatsapp: ["whatsapp.com", "wa.me"],
    tiktok: ["tiktok.com"],
    twitter: ["twitter.com", "t.co", "x.com"],
    pinterest: ["pinterest.", "pin.it"],
    linkedin: ["linkedin.com", "lnkd.in"],
    reddit: ["reddit.com", "redd.it"],
    youtube: ["youtube.com", "youtu.be"],
    snapchat: ["snapchat.com"],
    telegram: ["telegram.org", "t.me"],
    discord: ["discord.com"],
    bluesky: ["bsky.app"],
    vk: ["vk.com"],
    tumblr: ["tumblr.com"],
    quora: ["quora.com"],
  },
}

export interface Referrer {
  source: string
  medium: Medium
}

const names = new Map<string, Referrer>()
for (const medium of ["email", "payment", "ai", "organic", "social"] as const) {
  for (const [source, sites] of Object.entries(KEPT[medium])) {
    for (const site of sites) names.set(site, { source, medium })
  }
}

/** What is known of a host, e.g. `m.facebook.com`: its own entry, else that of the nearest name above it. */
export function knownReferrer(host: string): Referrer | undefined {
  const labels = host.split(".")
  for (let i = 0; i < labels.length; i++) {
    const known =
      names.get(labels.slice(i).join(".")) ?? (i < labels.length - 1 ? names.get(`${labels[i]}.`) : undefined)
    if (known) return known
  }
  return undefined
}
