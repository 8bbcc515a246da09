/**
 * Control characters (C0, DEL, C1) but for line ends (CSV has both characters) and tabs, the marks that turn the direction of text around, other
 * line ends, and characters that are not seen (zero width, tags); not the two joiners that scripts and emoji need.
 */
const UNSAFE =
  /(?!\r?\n|\t)\p{Cc}|\p{Bidi_Control}|[\u00ad\u180e\u200b\u2028\u2029\u2060-\u2064\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

/**
 * What the runners of GitHub and Azure take for a command where it begins a line, or anywhere: `::error::`, `##[…]`,
 * `##vso[…]`. Addresses (`::1`) and Vercel's request ids (`fra1::iad1::…`) are none.
 */
const COMMAND = /(?<!\S)::(?=[a-z-]+(?: [^\n]*)?::)|##(?=(?:vso)?\[)/gi

/**
 * Text that cannot command a terminal or a CI runner: each control character becomes its escape, `\u001b`, which is also how JSON
 * writes it. The one sanitiser; everything from servers, run files and arguments passes it on its way out.
 */
export function plainText(text: string): string {
  if (isPlain(text)) return text
  return withoutControls(text).replace(COMMAND, ([first = '', ...rest]) => escapeOf(first) + rest.join(''))
}

/** Printable ASCII without what begins a command: most lines are, and one look is less than two searches. */
function isPlain(text: string): boolean {
  return !/[^\x20-\x7e]/.test(text) && !text.includes('::') && !text.includes('##')
}

/** The same for text of ours, whose commands to a CI runner are meant. */
export function withoutControls(text: string): string {
  return text.replace(UNSAFE, (character) => character.split('').map(escapeOf).join(''))
}

/** Of one unit of UTF-16. */
function escapeOf(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/**
 * The same for every text in a value, keys included, and each in one line: a line end of others must not begin a line of
 * ours. Other values are kept as they are.
 */
export function plainValue<Value>(value: Value): Value {
  if (typeof value === 'string') return plainText(value).replace(/\s*[\n\t]\s*/g, ' ') as Value
  if (typeof value !== 'object' || value === null) return value
  // A run may have millions of waits; a list of numbers is not copied.
  if (Array.isArray(value))
    return value.every((one) => typeof one === 'number') ? value : (value.map(plainValue) as Value)
  const entries = Object.entries(value).map(([key, item]) => [plainText(key), plainValue(item)])
  return Object.fromEntries(entries) as Value
}
