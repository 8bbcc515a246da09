/** Markup that is safe on a page: whatever was foreign in it has been escaped. */
export interface Markup {
  readonly markup: string
}

type Child = Markup | string | undefined
type Attributes = Readonly<Record<string, string | number | undefined>>

/** One character each, so that a hostile text stays text in elements and in quoted attributes. */
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const VOID = new Set(['meta', 'link', 'br', 'hr', 'col', 'input'])

/**
 * An element; attributes that are undefined are left out, texts are escaped, markup is taken as it is.
 * @param name of the element, ours and never foreign, as attribute names are
 */
export function element(
  name: string,
  attributes: Attributes = {},
  ...children: readonly (Child | readonly Child[])[]
): Markup {
  const unclosed = unclosedElement(name, attributes, ...children)
  return VOID.has(name) ? unclosed : { markup: `${unclosed.markup}</${name}>` }
}

/** An element without its end tag: of those whose end HTML knows by itself, such as the rows and cells of a table. */
export function unclosedElement(
  name: string,
  attributes: Attributes = {},
  ...children: readonly (Child | readonly Child[])[]
): Markup {
  let markup = `<${name}`
  for (const key in attributes) {
    const value = attributes[key]
    if (value !== undefined) markup += ` ${key}="${escapeText(String(value))}"`
  }
  return { markup: `${markup}>${join(children).markup}` }
}

/** Several pieces one after another; texts are escaped. */
export function join(children: readonly (Child | readonly Child[])[]): Markup {
  let markup = ''
  for (const child of children) {
    if (typeof child === 'string') markup += escapeText(child)
    else if (isList(child)) markup += join(child).markup
    else markup += child?.markup ?? ''
  }
  return { markup }
}

/** A guard of its own, since `Array.isArray` lets no readonly list through. */
function isList(child: Child | readonly Child[]): child is readonly Child[] {
  return Array.isArray(child)
}

/** A value as JSON inside a `script` element, which nothing in it can end. */
export function embeddedJson(id: string, value: unknown): Markup {
  const json = JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('\u2028', '\\u2028')
  return { markup: `<script type="application/json" id="${escapeText(id)}">${json}</script>` }
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
}
