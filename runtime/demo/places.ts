import type { Location } from "../../sdk/event.ts"
import { Weighted } from "./random.ts"

/** Countries (ISO 3166-1 alpha-2) with their share of visitors in percent, and cities from large to small. */
export const COUNTRIES: readonly { code: string; share: number; cities: readonly string[] }[] = [
  { code: "US", share: 34, cities: ["New York", "Los Angeles", "Chicago", "Austin", "Seattle", "Denver", "Boston"] },
  { code: "GB", share: 13, cities: ["London", "Manchester", "Bristol", "Edinburgh", "Leeds"] },
  { code: "DE", share: 11, cities: ["Berlin", "Hamburg", "Munich", "Cologne", "Leipzig"] },
  { code: "CA", share: 7, cities: ["Toronto", "Montreal", "Vancouver"] },
  { code: "FR", share: 6, cities: ["Paris", "Lyon", "Nantes"] },
  { code: "AU", share: 5, cities: ["Sydney", "Melbourne", "Perth"] },
  { code: "NL", share: 4, cities: ["Amsterdam", "Rotterdam", "Utrecht"] },
  { code: "SE", share: 4, cities: ["Stockholm", "Gothenburg"] },
  { code: "JP", share: 4, cities: ["Tokyo", "Osaka", "Kyoto"] },
  { code: "ES", share: 3, cities: ["Madrid", "Barcelona", "Valencia"] },
  { code: "IT", share: 3, cities: ["Milan", "Rome"] },
  { code: "BR", share: 2, cities: ["São Paulo", "Rio de Janeiro"] },
  { code: "DK", share: 2, cities: ["Copenhagen", "Aarhus"] },
  { code: "PL", share: 1, cities: ["Warsaw", "Kraków"] },
  { code: "SG", share: 1, cities: ["Singapore"] },
]

/** Where shoppers live: a country by its share, and within it each city half again as likely as the next. */
export const homes: Weighted<Required<Pick<Location, "city" | "country">>> = new Weighted(
  COUNTRIES.flatMap(({ code, cities }) => cities.map(city => ({ city, country: code }))),
  ({ city, country }) => {
    const { share, cities } = COUNTRIES.find(({ code }) => code === country)!
    const weights = cities.map((_, index) => 1.5 ** -index)
    const total = weights.reduce((a, b) => a + b)
    return (share * weights[cities.indexOf(city)]!) / total
  },
)
