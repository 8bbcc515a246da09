import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { whyPage } from '../../../src/reporters/why/why-page.ts'
import {
  type Browser,
  CHROMIUM_NEEDS,
  hasChromium,
  launchChromium,
  openPage,
  seriousFaults,
} from '../../support/chromium.ts'
import { report } from './sample-report.ts'

describe.skipIf(!hasChromium)(`the page of why in Chromium (needs ${CHROMIUM_NEEDS})`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'coldstart-why-page-'))
  let browser: Browser

  beforeAll(async () => {
    browser = await launchChromium()
    writeFileSync(join(folder, 'why.html'), whyPage(report))
  })

  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const open = (options: object) => {
    const url = pathToFileURL(join(folder, 'why.html')).href
    return openPage(browser, url, { isAllowed: (asked) => asked.startsWith('file:'), ...options })
  }

  it.each([
    { colorScheme: 'light', width: 1200 },
    { colorScheme: 'dark', width: 1200 },
    { colorScheme: 'light', width: 400 },
  ])(
    'asks for nothing, is no wider than the window, and axe finds nothing serious: %o',
    async ({ colorScheme, width }) => {
      const { page, trouble } = await open({ colorScheme, viewport: { width, height: 900 } })
      expect(await seriousFaults(page)).toEqual([])
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      expect(trouble).toEqual([])
    },
  )

  it('is read without script and walked with the keyboard: picture, table, then the tree, which opens', async () => {
    const { page } = await open({ javaScriptEnabled: true, viewport: { width: 900, height: 900 } })
    const seen: string[] = []
    for (let n = 0; n < 3; n++) {
      await page.keyboard.press('Tab')
      seen.push(
        await page.evaluate<string>(
          "document.activeElement.getAttribute('aria-label') ?? document.activeElement.tagName",
        ),
      )
    }
    expect(seen).toEqual(['Picture of the load', 'Packages and files of the load', 'SUMMARY'])
    await page.keyboard.press('Enter')
    expect(await page.evaluate<boolean>('document.activeElement.parentElement.open')).toBe(true)
    expect(await page.evaluate<number>("document.querySelectorAll('svg.icicle title').length")).toBe(5)
  })
})
