/**
 * Whether what a module exports by default for Vercel takes a Request and gives a Response: `(req, res)` cannot answer
 * without its second argument. Told by how many arguments it takes, and of one that takes none by its text.
 */
export function takesRequest(main: (...given: never[]) => unknown): boolean {
  const text = String(main)
  if (main.length === 1) return !takesMore(text)
  return main.length === 0 && !/\barguments\b/.test(text) && /\bResponse\b/.test(text)
}

/** What has a default value or is a rest of them does not count in a function's length. */
function takesMore(text: string): boolean {
  if (/^(async\s+)?[\w$]+\s*=>/.test(text)) return false
  let depth = 0
  for (const sign of text.slice(text.indexOf('('))) {
    if ('([{'.includes(sign)) depth += 1
    if (')]}'.includes(sign)) depth -= 1
    if (depth === 0) return false
    if (sign === ',' && depth === 1) return true
  }
  return false
}
