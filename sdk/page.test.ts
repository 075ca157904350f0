import { expect, test } from "bun:test"
import { withoutCredentials } from "./page.ts"

test("credentials are taken out of a URL, and nothing else", () => {
  const cases = {
    "https://user:pw@shop.example/a?q=mug#top": "https://shop.example/a?q=mug#top",
    "https://shop.example/reset?token=abc&lang=en": "https://shop.example/reset?token=***&lang=en",
    "https://shop.example/#access_token=abc&state=1": "https://shop.example/#access_token=***&state=1",
    "https://shop.example/?password=a&api_key=b": "https://shop.example/?password=***&api_key=***",
    "https://shop.example/?email=a@b.example": "https://shop.example/?email=a@b.example",
    "https://shop.example/tokens?page=2": "https://shop.example/tokens?page=2",
  }
  for (const [url, clean] of Object.entries(cases)) expect(withoutCredentials(url)).toBe(clean)
})
