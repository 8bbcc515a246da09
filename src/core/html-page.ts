/**
 * Whether a text is HTML, a whole page or a fragment of one, and not another markup (`<svg>`, `<rss>`) or plain words. It
 * may begin with a byte order mark, comments, an XML declaration, or with a script as challenges do.
 */
export function isHtml(text: string): boolean {
  const page = text.replace(/^(?:\uFEFF|\s+|<!--[\s\S]*?(?:-->|$)|<\?xml[^>]*>)+/i, '')
  return START.test(page) || (page === '' && text.trimStart().startsWith('<!--'))
}

/**
 * Elements of HTML that no other vocabulary begins a document with.
 * @see https://html.spec.whatwg.org/multipage/indices.html#elements-3
 */
const ELEMENTS = [
  'html|head|body|script|noscript|style|meta|title|link|base|iframe|template|slot',
  'div|span|p|h[1-6]|br|hr|pre|blockquote|center|font|main|section|article|aside|header|footer|nav|hgroup|search',
  'ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tfoot|tr|td|th|figure|figcaption|picture|img|video|audio|canvas',
  'form|input|button|select|option|textarea|label|fieldset|dialog|details|summary|a|b|i|em|strong|small|code',
].join('|')
const START = new RegExp(`^<(?:!doctype\\s+html|${ELEMENTS})(?=[\\s/>]|$)`, 'i')
