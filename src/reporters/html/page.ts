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
  /** For a page that is served and runs: whoever serves it sends the policy. */
  readonly program?: PageProgram
}

interface PageProgram {
  /** The whole program; ours, and taken as it is. */
  readonly script: string
  /** Beside the one style. */
  readonly style: string
  /** By which the policy knows both. */
  readonly nonce: string
}

/** What our pages name as their generator; a version follows. */
export const GENERATOR = 'coldstart'

/** The frame of every page: one file, offline, readable without script unless it has a program, in the one style. */
export function pageOf({ title, version, main, data, program }: PageContent): string {
  const body = element('body', {}, element('main', {}, ...main), data, program && scriptOf(program))
  const page = element('html', { lang: 'en' }, head(title, version, program), body)
  return `<!doctype html>\n${page.markup}\n`
}

/** Or else a browser asks the server for one. */
const EMPTY_ICON = element('link', { rel: 'icon', href: 'data:,' })

function scriptOf({ script, nonce }: PageProgram): Markup {
  // What ends a script element in a text of the program would end it there.
  return { markup: `<script nonce="${nonce}">${script.replaceAll(/<\/(?=script)/gi, '<\\/')}</script>` }
}

function head(title: string, version: string, program: PageProgram | undefined): Markup {
  return element(
    'head',
    {},
    element('meta', { charset: 'utf-8' }),
    program ? EMPTY_ICON : element('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { name: 'generator', content: `${GENERATOR} ${version}` }),
    element('title', {}, title),
    program
      ? { markup: `<style nonce="${program.nonce}">${STYLE}${program.style}</style>` }
      : { markup: `<style>${STYLE}</style>` },
  )
}
