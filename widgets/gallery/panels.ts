import { AS_OF } from "./as-of.ts"

const shared = { source: "cells", as_of: AS_OF }

/** What a server would answer the topics of panels, by the topic's path. */
export const panels: Readonly<Record<string, unknown>> = {
  funnel: {
    steps: [
      { step: "view", events: 12046, sessions: 7021, percent: 100 },
      { step: "cart", events: 1376, sessions: 1094, percent: 15.6 },
      { step: "checkout", events: 702, sessions: 588, percent: 8.4 },
      { step: "purchase", events: 412, sessions: 409, percent: 5.8 },
    ],
    ...shared,
  },
  annotations: [],
  geographic: {
    countries: [
      { country: "US", revenue: 18_230.5, orders: 171 },
      { country: "DE", revenue: 9_120, orders: 88 },
      { country: "GB", revenue: 6_402.25, orders: 61 },
      { country: "BR", revenue: 2_980, orders: 34 },
      { country: "Atlantis", revenue: 120, orders: 1 },
    ],
    cities: [
      { city: "New York", country: "US", revenue: 7_410, orders: 69 },
      { city: "Berlin", country: "DE", revenue: 4_205.5, orders: 41 },
      { city: "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", country: "GB", revenue: 310, orders: 4 },
    ],
    currency: "USD",
    ...shared,
  },
  "products/trending": [
    { product_id: "p1", name: "Fjällräven Kånken", views: 214, views_per_minute: 42.8, multiple: 4.2 },
    { product_id: "p2", name: "iPhone 15 Pro", views: 180, views_per_minute: 36, multiple: 1.1 },
    { product_id: "p3", name: null, views: 61, views_per_minute: 12.2, multiple: null },
    {
      product_id: "p4",
      name: "A lamp whose name is far too long for one line of so small a card",
      views: 12,
      views_per_minute: 2.4,
      multiple: 1.6,
    },
  ],
}
