import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { readServePage } from '../../src/serve/read-serve-page.ts'
import { startTestEngine, testFunction } from '../engine/support/test-engine.ts'
import {
  type Browser,
  CHROMIUM_NEEDS,
  hasChromium,
  launchChromium,
  openPage,
  type Page,
  seriousFaults,
} from '../support/chromium.ts'

const READY =
  '!document.querySelector("#send-one").disabled && document.querySelector("#function").value !== ""'
/** Of the requests on the page that are over, the newest first: cold or warm. */
const STARTS =
  '[...document.querySelectorAll("#requests .kind")].map((one) => one.textContent.replace(/^\\S+ /, ""))'

/** Waits until it is so on the page, whose own policy lets nothing of ours wait there. */
async function until(page: Page, script: string): Promise<void> {
  while (!(await page.evaluate(script))) await new Promise((resolve) => setTimeout(resolve, 20))
}

describe.skipIf(!hasChromium)(`the page of serve in Chromium (needs ${CHROMIUM_NEEDS})`, () => {
  let browser: Browser
  let engine: Awaited<ReturnType<typeof startTestEngine>>
  let address: string

  beforeAll(async () => {
    browser = await launchChromium()
    const functions = [testFunction('event.mjs', { idleTtlMs: 60_000 })]
    engine = await startTestEngine(functions, { page: await readServePage() })
    address = engine.pageUrl ?? ''
  })

  afterAll(async () => {
    await browser?.close()
    await engine?.stop()
  })

  const open = async (options: object = {}) => {
    const { origin } = new URL(address)
    const isAllowed = (url: string) => new URL(url).origin === origin
    const { page, trouble } = await openPage(browser, address, { isAllowed, ...options })
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
    expect(await seriousFaults(page)).toEqual([])
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

it.skipIf(!hasChromium)(
  'the page shows what failed, of each function, and the CPU share of a memory size',
  async () => {
    const browser = await launchChromium()
    const functions = [testFunction('event.mjs'), testFunction('init-error.mjs')]
    const engine = await startTestEngine(functions, { page: await readServePage() })
    onTestFinished(async () => {
      await browser.close()
      await engine.stop()
    })
    const { page, trouble } = await openPage(browser, engine.pageUrl ?? '', { isAllowed: () => true })
    await until(page, READY)
    await page.selectOption('#function', 'lambda/init-error')
    await page.click('#send-one')
    await until(page, 'document.querySelector("#requests .failed") !== null')
    expect(await page.evaluate<string>('document.querySelector("#requests .kind").textContent')).toMatch(
      /cold ✕ \S/,
    )
    const why = await page.evaluate<string>('document.querySelector("#requests .time .failed").textContent')
    expect(why).toMatch(/^\w+: .+ \(init-error\.mjs:\d+\)$/)
    await until(page, '/failed: /.test(document.querySelector("#said").textContent)')
    await page.fill('#memory', '512')
    await page.keyboard.press('Enter')
    await until(page, '/512 MB, 0.29 vCPU/.test(document.querySelector("#functions").textContent)')
    expect(trouble).toEqual([])
  },
)
