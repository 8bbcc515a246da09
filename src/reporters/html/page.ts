import { element, type Markup } from './markup.ts'
import { STYLE } from './page-style.ts'

/** Nothing is loaded and nothing runs: neither ours nor anything that a hostile text might bring. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

type Content = Markup | undefined

/** What is on a page. */
interface PageContent {
  readonly title: string
  /** Of coldstart. */
  readonly version: string
  readonly main: readonly (Content | readonly Content[])[]
  /** For those who read the page by a program. */
  readonly data: readonly Markup[]
}

/** What our pages name as their generator; a version follows. */
export const GENERATOR = 'coldstart'

/** The frame of every page: one file, offline, readable without script, in the one style. */
export function pageOf({ title, version, main, data }: PageContent): string {
  const body = element('body', {}, element('main', {}, ...main), data)
  const page = element('html', { lang: 'en' }, head(title, version), body)
  return `<!doctype html>\n${page.markup}\n`
}

function head(title: string, version: string): Markup {
  return element(
    'head',
    {},
    element('meta', { charset: 'utf-8' }),
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { name: 'generator', content: `${GENERATOR} ${version}` }),
    element('title', {}, title),
    { markup: `<style>${STYLE}</style>` },
  )
}
