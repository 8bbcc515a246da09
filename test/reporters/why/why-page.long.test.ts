import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { whyPage } from '../../../src/reporters/why/why-page.ts'
import { report } from './sample-report.ts'

const oracle = fileURLToPath(new URL('../../oracles/browser/', import.meta.url))
const CHROMIUM = '/usr/bin/chromium'
const isThere = existsSync(join(oracle, 'node_modules/playwright-core')) && existsSync(CHROMIUM)
const INSTALL = 'npm ci --prefix test/oracles/browser, and Debian’s chromium'

interface Page {
  readonly keyboard: { press(key: string): Promise<void> }
  on(event: string, listener: (value: { text?(): string; url?(): string }) => void): void
  goto(url: string): Promise<unknown>
  evaluate<Value>(script: string): Promise<Value>
}

interface Browser {
  newPage(options: object): Promise<Page>
  close(): Promise<void>
}

describe.skipIf(!isThere)(`the page of why in Chromium (needs ${INSTALL})`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'coldstart-why-page-'))
  let browser: Browser

  beforeAll(async () => {
    const { chromium } = createRequire(import.meta.url)(join(oracle, 'node_modules/playwright-core'))
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
    writeFileSync(join(folder, 'why.html'), whyPage(report))
  })

  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const open = async (options: object) => {
    const page = await browser.newPage(options)
    const trouble: string[] = []
    page.on('console', (message) => trouble.push(`console: ${message.text?.()}`))
    page.on('pageerror', (error) => trouble.push(`error: ${String(error)}`))
    page.on('request', (request) => {
      if (!request.url?.().startsWith('file:')) trouble.push(`request: ${request.url?.()}`)
    })
    await page.goto(pathToFileURL(join(folder, 'why.html')).href)
    return { page, trouble }
  }

  it.each([
    { colorScheme: 'light', width: 1200 },
    { colorScheme: 'dark', width: 1200 },
    { colorScheme: 'light', width: 400 },
  ])(
    'asks for nothing, is no wider than the window, and axe finds nothing serious: %o',
    async ({ colorScheme, width }) => {
      const { page, trouble } = await open({ colorScheme, viewport: { width, height: 900 } })
      await page.evaluate(readFileSync(join(oracle, 'node_modules/axe-core/axe.min.js'), 'utf8'))
      const found = await page.evaluate<string[]>(
        "axe.run().then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => id + ': ' + nodes[0].html))",
      )
      expect(found).toEqual([])
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
