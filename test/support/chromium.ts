import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const oracle = fileURLToPath(new URL('../oracles/browser/', import.meta.url))
const CHROMIUM = '/usr/bin/chromium'

/** Whether there is a browser to test with, and what is to be installed where there is none. */
export const hasChromium: boolean =
  existsSync(join(oracle, 'node_modules/playwright-core')) && existsSync(CHROMIUM)
export const CHROMIUM_NEEDS = 'npm ci --prefix test/oracles/browser, and Debian’s chromium'

/** What is used of Playwright. */
export interface Page {
  readonly keyboard: { press(key: string): Promise<void> }
  on(event: string, listener: (value: { text?(): string; url?(): string }) => void): void
  goto(url: string): Promise<unknown>
  evaluate<Value>(script: string): Promise<Value>
  click(selector: string): Promise<void>
  fill(selector: string, text: string): Promise<void>
  selectOption(selector: string, value: string): Promise<unknown>
  pdf(options: object): Promise<Buffer>
  close(): Promise<void>
}

export interface Browser {
  newPage(options: object): Promise<Page>
  close(): Promise<void>
}

export async function launchChromium(): Promise<Browser> {
  const { chromium } = createRequire(import.meta.url)(join(oracle, 'node_modules/playwright-core'))
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
}

/**
 * Opens a page and notes what it should not do: words on the console, errors, requests.
 * @param isAllowed tells which requests it may make
 */
export async function openPage(
  browser: Browser,
  url: string,
  { isAllowed, ...options }: { readonly isAllowed: (url: string) => boolean },
): Promise<{ readonly page: Page; readonly trouble: readonly string[] }> {
  const page = await browser.newPage(options)
  const trouble: string[] = []
  page.on('console', (message) => trouble.push(`console: ${message.text?.()}`))
  page.on('pageerror', (error) => trouble.push(`error: ${String(error)}`))
  page.on('request', (request) => {
    if (!isAllowed(request.url?.() ?? '')) trouble.push(`request: ${request.url?.()}`)
  })
  await page.goto(url)
  return { page, trouble }
}

/** What axe finds that is serious or critical. A page whose own policy forbids scripts has to be opened with `bypassCSP`. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(join(oracle, 'node_modules/axe-core/axe.min.js'), 'utf8'))
  const { violations } = await page.evaluate<{
    violations: { id: string; impact: string; nodes: { html: string }[] }[]
  }>('axe.run()')
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}
