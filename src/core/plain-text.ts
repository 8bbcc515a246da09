/**
 * Control characters (C0, DEL, C1) but for line ends (CSV has both characters) and tabs, the marks that turn the direction of text around, other
 * line ends, and characters that are not seen (zero width, tags); not the two joiners that scripts and emoji need.
 */
const UNSAFE =
  /(?!\r?\n|\t)\p{Cc}|\p{Bidi_Control}|[\u00ad\u180e\u200b\u2028\u2029\u2060-\u2064\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

/**
 * Text that cannot command a terminal: each control character becomes its escape, `\u001b`, which is also how JSON
 * writes it. The one sanitiser; everything from servers, run files and arguments passes it on its way out.
 */
export function plainText(text: string): string {
  return text.replace(UNSAFE, (character) => character.split('').map(escapeOf).join(''))
}

/** Of one unit of UTF-16. */
function escapeOf(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** The same for every text in a value, keys included; other values are kept as they are. */
export function plainValue<Value>(value: Value): Value {
  if (typeof value === 'string') return plainText(value) as Value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(plainValue) as Value
  const entries = Object.entries(value).map(([key, item]) => [plainText(key), plainValue(item)])
  return Object.fromEntries(entries) as Value
}
