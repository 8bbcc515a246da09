/**
 * A text before and behind a divider's first place; what stands behind may have the divider too, as a query may have
 * `?` and a value `=`. Undefined behind where there is none.
 */
export function splitOnce(text: string, divider: string): [before: string, behind?: string] {
  const at = text.indexOf(divider)
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + divider.length)]
}
