import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { arch, platform } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { workerColds } from '../../../src/engine/engine-options.ts'
import { serveOwn, writeProject } from '../support/own-function.ts'
import { isAlive, until } from '../support/test-engine.ts'
import { ask, failureOf, oracle, where } from './support/worker-oracle.ts'

describe.skipIf(!existsSync(`${oracle}/node_modules`)).each(workerColds)(
  'a Worker under workerd, in a new %s (enable with: npm ci --prefix test/oracles/workerd)',
  (workerCold) => {
    const serveWorker = (files: Record<string, string>, path: string, changes = {}) =>
      serveOwn('cloudflare', files, path, { ...where, workerCold, ...changes })

    it('says what a Worker throws, with the line of its own file, and keeps the isolate', async () => {
      const files = {
        'package.json': '{}',
        'src/index.ts': `import { fail } from './fail'
let count = 0
export default {
  fetch(request: Request) {
    count += 1
    const path = new URL(request.url).pathname
    if (path === '/fail') return fail()
    if (path === '/text') throw 'just text'
    if (path === '/nothing') return undefined
    return Response.json({ count })
  },
}`,
        'src/fail.ts': `export function fail(): never {
  throw new RangeError('no such thing')
}`,
      }
      const { siteUrl } = await serveWorker(files, 'src/index.ts')
      const failed = await ask(`${siteUrl}/fail`, { headers: { 'x-coldstart-nonce': 'n' } })
      expect([failed.status, failed.text]).toEqual([500, 'error code: 1101'])
      expect(failureOf(failed)).toBe('RangeError: no such thing (src/fail.ts:2)')
      expect(failureOf(await ask(`${siteUrl}/text`))).toMatch(/^Error: just text/)
      expect(failureOf(await ask(`${siteUrl}/nothing`))).toContain('answered undefined where a Response')
      expect((await ask(`${siteUrl}/`)).json).toEqual({ count: 4 })
    })

    it.each([
      [
        'throws',
        "import './b'\nexport default { fetch() {} }",
        "throw new Error('at load')",
        /^Error: at load \(b\.js:1\)/,
      ],
      [
        'uses randomness at module scope',
        'export const id = crypto.randomUUID()\nexport default { fetch() {} }',
        '',
        /^Error: Disallowed operation called within global scope.* \(a\.js:1\)/,
      ],
      ['has no fetch', 'export default { get() {} }', '', /^TypeError: The default export has no fetch/],
      [
        'imports what is not there',
        "import 'node:fs'\nexport default { fetch() {} }",
        '',
        /No such module "node:fs"/,
      ],
    ])('says in its own words why a Worker that %s cannot be loaded', async (_, main, other, words) => {
      const { siteUrl } = await serveWorker({ 'a.js': main, 'b.js': other }, 'a.js')
      const reply = await ask(`${siteUrl}/`)
      expect([reply.status, failureOf(reply)]).toEqual([500, expect.stringMatching(words)])
    })

    it('ends one that does not answer in time, with its process, and starts another', async () => {
      const source = `let count = 0
        export default { fetch(request) { count += 1; if (request.url.endsWith('/loop')) for (;;); return Response.json({ count }) } }`
      const { siteUrl } = await serveWorker({ 'a.js': source }, 'a.js', { timeoutMs: 3000 })
      expect((await ask(`${siteUrl}/`)).json).toEqual({ count: 1 })
      const { status, text } = await ask(`${siteUrl}/loop`)
      expect([status, text]).toEqual([503, 'error code: 1102'])
      expect((await ask(`${siteUrl}/`)).json).toEqual({ count: 1 })
    })

    it('says that a Worker which never finishes loading is ended', async () => {
      const files = { 'a.js': 'for (;;);\nexport default { fetch() {} }' }
      const { siteUrl } = await serveWorker(files, 'a.js', { initTimeoutMs: 300, timeoutMs: 300 })
      expect((await ask(`${siteUrl}/`)).status).toBe(503)
    })

    it('leaves no process behind', async () => {
      const { siteUrl, engine } = await serveWorker(
        { 'a.js': 'export default { fetch: () => new Response("1") }' },
        'a.js',
      )
      await ask(siteUrl)
      const { pid } = engine
      await engine.stop()
      await until(() => !isAlive(pid), 'the end of the engine')
    })
  },
)

it.skipIf(platform() === 'win32').each(workerColds)(
  'says what a workerd that does not start says: %s',
  async (workerCold) => {
    const { folder } = workerdThat('echo "service worker: cannot be read" >&2; exit 1')
    const { siteUrl } = await serveOwn('cloudflare', { 'a.js': 'export default { fetch() {} }' }, 'a.js', {
      resolveFrom: folder,
      workerCold,
    })
    expect(failureOf(await ask(siteUrl))).toContain('cannot be read')
  },
)

it.skipIf(platform() === 'win32')(
  'starts beside workerds that neither listen nor end, one for each isolate wanted at once, and says so in time',
  async () => {
    const { folder, file } = workerdThat('echo >> "$0.started"; exec sleep 600')
    const { siteUrl } = await serveOwn('cloudflare', { 'a.js': 'export default { fetch() {} }' }, 'a.js', {
      resolveFrom: folder,
      workerCold: 'isolate',
      initTimeoutMs: 3000,
      timeoutMs: 300,
      atOnce: 3,
    })
    expect(readFileSync(`${file}.started`, 'utf8')).toBe('\n'.repeat(3))
    expect((await ask(siteUrl)).status).toBe(503)
  },
)

/** A folder with an executable in place of workerd. */
function workerdThat(does: string): { readonly folder: string; readonly file: string } {
  const place = `node_modules/@cloudflare/workerd-${platform()}-${arch() === 'x64' ? '64' : arch()}`
  const folder = writeProject({
    'node_modules/workerd/package.json': '{"name":"workerd","version":"1.20261117.1"}',
    [`${place}/package.json`]: '{}',
    [`${place}/bin/workerd`]: `#!/bin/sh\n${does}\n`,
  })
  const file = join(folder, place, 'bin/workerd')
  chmodSync(file, 0o755)
  return { folder, file }
}
