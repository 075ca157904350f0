import { expect, test } from "bun:test"
import { html, trusted } from "./markup.ts"

test("what is put in is escaped, in text and in attributes", () => {
  const evil = `"><script>alert('x')</script>&`
  expect(html`<a title="${evil}">${evil}</a>`.text).not.toMatch(/<script|[^=]">.*<s/)
  expect(html`${`<>&"'`}`.text).toBe("&#60;&#62;&#38;&#34;&#39;")
})

test("markup goes in as it is, lists are joined, and what is not there is nothing", () => {
  const items = ["a", "b"].map(item => html`<li>${item}</li>`)
  expect(html`<ul>${items}${false}${undefined}</ul>${trusted("<hr>")}${0}`.text).toBe(
    "<ul><li>a</li><li>b</li></ul><hr>0",
  )
})
