import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readServePage } from '../../src/serve/read-serve-page.ts'
import { startTestEngine, testFunction } from '../engine/support/test-engine.ts'

const oracle = fileURLToPath(new URL('../oracles/browser/', import.meta.url))
const CHROMIUM = '/usr/bin/chromium'
const isThere = existsSync(join(oracle, 'node_modules/playwright-core')) && existsSync(CHROMIUM)
const INSTALL = 'npm ci --prefix test/oracles/browser, and Debian’s chromium'

interface Page {
  on(event: string, listener: (value: { text?(): string; url?(): string }) => void): void
  goto(url: string): Promise<unknown>
  evaluate<Value>(script: string): Promise<Value>
  click(selector: string): Promise<void>
  fill(selector: string, text: string): Promise<void>
  keyboard: { press(key: string): Promise<void> }
  close(): Promise<void>
}

interface Browser {
  newPage(options: object): Promise<Page>
  close(): Promise<void>
}

const READY =
  '!document.querySelector("#send-one").disabled && document.querySelector("#function").value !== ""'
/** Of the requests on the page that are over, the newest first: cold or warm. */
const STARTS =
  '[...document.querySelectorAll("#requests .kind")].map((one) => one.textContent.replace(/^\\S+ /, ""))'

/** Waits until it is so on the page, whose own policy lets nothing of ours wait there. */
async function until(page: Page, script: string): Promise<void> {
  while (!(await page.evaluate(script))) await new Promise((resolve) => setTimeout(resolve, 20))
}

describe.skipIf(!isThere)(`the page of serve in Chromium (needs ${INSTALL})`, () => {
  let browser: Browser
  let engine: Awaited<ReturnType<typeof startTestEngine>>
  let address: string

  beforeAll(async () => {
    const require = createRequire(import.meta.url)
    const { chromium } = require(join(oracle, 'node_modules/playwright-core'))
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
    const functions = [testFunction('event.mjs', { idleTtlMs: 60_000 })]
    engine = await startTestEngine(functions, { page: await readServePage() })
    address = engine.pageUrl ?? ''
  })

  afterAll(async () => {
    await browser?.close()
    await engine?.stop()
  })

  const open = async (options: object = {}) => {
    const page = await browser.newPage(options)
    const trouble: string[] = []
    page.on('console', (message) => trouble.push(`console: ${message.text?.()}`))
    page.on('pageerror', (error) => trouble.push(`error: ${String(error)}`))
    page.on('request', (request) => {
      if (new URL(request.url?.() ?? '').origin !== new URL(address).origin)
        trouble.push(`request: ${request.url?.()}`)
    })
    await page.goto(address)
    await until(page, READY)
    return { page, trouble }
  }

  const settled = (page: Page, starts: readonly string[]) =>
    until(page, `JSON.stringify(${STARTS}) === ${JSON.stringify(JSON.stringify(starts))}`)

  it('sees cold, warm and cold again, says so, and asks nobody else for anything', async () => {
    const { page, trouble } = await open()
    await page.click('#send-one')
    await settled(page, ['cold'])
    await until(page, 'document.querySelector("#functions .is-idle .left i") !== null')
    await page.click('#send-one')
    await settled(page, ['warm', 'cold'])
    await page.fill('#idle', '1500ms')
    await page.keyboard.press('Enter')
    await until(page, '/1500ms/.test(document.querySelector("#functions").textContent)')
    await page.click('#wait')
    await until(page, '/is cold: the next request/.test(document.querySelector("#said").textContent)')
    await until(page, 'document.querySelector("#functions .none") !== null')
    await page.click('#send-one')
    await settled(page, ['cold', 'warm', 'cold'])
    expect(trouble).toEqual([])
    await page.close()
  })

  it('shows ten at once as environments, and ends them all when the memory is changed', async () => {
    const { page, trouble } = await open()
    const before = await page.evaluate<string[]>(STARTS)
    await page.fill('#idle', '10m')
    await page.keyboard.press('Enter')
    await page.click('#send-ten')
    await until(page, `${STARTS}.length === ${before.length + 10} && !${STARTS}.includes("under way")`)
    expect(
      await page.evaluate<number>('document.querySelectorAll("#functions .is-idle").length'),
    ).toBeGreaterThan(1)
    await page.fill('#memory', '512')
    await page.keyboard.press('Enter')
    await until(
      page,
      '/512 MB/.test(document.querySelector("#functions").textContent) && document.querySelector("#functions .none") !== null',
    )
    expect(trouble).toEqual([])
    await page.close()
  })

  it('is worked without a mouse, and says what is wrong with a setting', async () => {
    const { page } = await open()
    const reached: string[] = []
    for (let press = 0; press < 7; press += 1) {
      await page.keyboard.press('Tab')
      reached.push(await page.evaluate<string>('document.activeElement.id'))
    }
    expect(reached).toEqual(['function', 'send-one', 'send-ten', 'wait', 'memory', 'idle', 'change'])
    await page.fill('#memory', '7')
    await page.keyboard.press('Enter')
    await until(page, '/whole number/.test(document.querySelector("[role=alert]").textContent)')
    await page.close()
  })

  it('knows after a reload what there was before it', async () => {
    const { page } = await open()
    const { length } = await page.evaluate<string[]>(STARTS)
    await page.click('#send-one')
    await until(page, `${STARTS}.length > ${length} && !${STARTS}.includes("under way")`)
    const before = await page.evaluate<string[]>(STARTS)
    await page.goto(address)
    await until(page, READY)
    await settled(page, before)
    await page.close()
  })

  it.each(['light', 'dark'])('has nothing serious for axe to find: %s', async (colorScheme) => {
    // The page's own policy forbids foreign scripts, ours of this test included.
    const { page } = await open({ colorScheme, bypassCSP: true, reducedMotion: 'reduce' })
    await page.click('#send-one')
    await until(page, 'document.querySelector("#requests svg") !== null')
    await page.evaluate(readFileSync(join(oracle, 'node_modules/axe-core/axe.min.js'), 'utf8'))
    const { violations } = await page.evaluate<{
      violations: { id: string; impact: string; nodes: { html: string }[] }[]
    }>('axe.run()')
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    await page.close()
  })

  it('is no wider than a screen of 400 pixels', async () => {
    const { page } = await open({ viewport: { width: 400, height: 800 } })
    await page.click('#send-one')
    await until(page, 'document.querySelector("#requests svg") !== null')
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400)
    await page.close()
  })

  it('moves nothing for those who want nothing to move', async () => {
    const { page } = await open({ reducedMotion: 'reduce' })
    await page.click('#send-one')
    await until(page, 'document.querySelector("#functions .is-idle .left i") !== null')
    expect(await page.evaluate<number>('document.getAnimations().length')).toBe(0)
    await page.close()
  })
})
