import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareHtml } from '../../../src/reporters/compare/compare-html.ts'
import { historyHtml } from '../../../src/reporters/history/history-html.ts'
import { htmlPage } from '../../../src/reporters/html/html.ts'
import { judgeBudgets } from '../../../src/stats/budget/judge-budgets.ts'
import { compareResults } from '../../../src/stats/compare/compare-results.ts'
import {
  type Browser,
  CHROMIUM_NEEDS,
  hasChromium,
  launchChromium,
  openPage,
  seriousFaults,
} from '../../support/chromium.ts'
import { historyOf } from '../../support/history-of.ts'
import { resultOfRounds } from '../../support/page-results.ts'

const OTHERS = ['compare.html', 'history.html', 'hostile-compare.html', 'hostile-history.html']

/** Pages of a comparison and of a history, of plain names and of names that are markup. */
function otherPages(): Record<string, string> {
  const options = { columns: 80, colorLevel: 0, forced: false, version: '0.1.0' } as const
  const pages: Record<string, string> = {}
  for (const [kind, names] of [
    ['', ['lambda/512MB', 'lambda/1024MB']],
    ['hostile-', ['"><img src=x onerror=document.title="taken">', '</script><b>512MB</b>']],
  ] as const) {
    const sides = names.map((name) => ({ name, result: resultOfRounds(8, { targets: names, run: name }) }))
    pages[`${kind}compare.html`] = compareHtml(compareResults(sides), options)
    pages[`${kind}history.html`] = historyHtml(historyOf(names), options)
  }
  return pages
}

describe.skipIf(!hasChromium)(`the page in Chromium (needs ${CHROMIUM_NEEDS})`, () => {
  let folder: string
  let browser: Browser

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'coldstart-page-'))
    browser = await launchChromium()
    const result = resultOfRounds(12)
    const budgets = judgeBudgets(result, ['cold.p50 < 120ms'])
    const later = resultOfRounds(9, { run: 'later' })
    const hostile = resultOfRounds(4, {
      targets: [
        '"><img src=x onerror=document.title="taken">',
        '</script><script>document.title="taken"</script>',
      ],
    })
    writeFileSync(join(folder, 'one.html'), htmlPage([{ ...result, budgets }]))
    writeFileSync(join(folder, 'two.html'), htmlPage([result, later]))
    writeFileSync(join(folder, 'long.html'), htmlPage([resultOfRounds(400)]))
    writeFileSync(join(folder, 'hostile.html'), htmlPage([hostile]))
    for (const [name, text] of Object.entries(otherPages())) writeFileSync(join(folder, name), text)
  })

  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const open = (name: string, options: object = {}) => {
    const url = pathToFileURL(join(folder, name)).href
    return openPage(browser, url, { isAllowed: (asked) => asked === url, ...options })
  }

  it.each(['one.html', 'two.html', 'long.html', 'hostile.html', ...OTHERS])(
    'says nothing on the console and asks for nothing: %s',
    async (name) => {
      const { page, trouble } = await open(name)
      expect(await page.evaluate('document.title')).toMatch(/^Cold starts( of|:| over time)/)
      expect(await page.evaluate('document.querySelectorAll("img, iframe, object").length')).toBe(0)
      expect(trouble).toEqual([])
      await page.close()
    },
  )

  it.each([
    ['one.html', 'light'],
    ['one.html', 'dark'],
    ['two.html', 'light'],
    ['long.html', 'dark'],
    ...OTHERS.flatMap((name) => ['light', 'dark'].map((scheme) => [name, scheme] as const)),
  ] as const)('has nothing serious for axe to find: %s, %s', async (name, colorScheme) => {
    // The page's own policy forbids scripts, ours included.
    const { page } = await open(name, { colorScheme, bypassCSP: true })
    expect(await seriousFaults(page)).toEqual([])
    await page.close()
  })

  it.each(['one.html', 'two.html', 'long.html', ...OTHERS])(
    'is no wider than a screen of 400 pixels: %s',
    async (name) => {
      const { page } = await open(name, { viewport: { width: 400, height: 800 } })
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400)
      await page.close()
    },
  )

  it.each(['one.html', ...OTHERS])('prints on paper: %s', async (name) => {
    const { page } = await open(name)
    const paper = await page.pdf({ format: 'A4' })
    expect(paper.subarray(0, 5).toString()).toBe('%PDF-')
    await page.close()
  })
})
