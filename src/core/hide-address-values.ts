/**
 * The same text for people to see: what may be secret in any URL of it is left out.
 * @param text an address, or a sentence with addresses
 */
export function hideAddressValues(text: string): string {
  return text
    .replace(/\b([a-z][a-z\d+.-]*:\/\/)[^\s/?#@]*@/gi, '$1…@')
    .replace(/(?<=[a-z]:\/\/[^\s"'?]*\?)[^\s"']*/gi, (query) =>
      query.replace(/=[^&]*/g, '=…').replace(/(^|&)[^=&]+(?=&|$)/g, '$1…'),
    )
}
