import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { until } from '../engine/support/test-engine.ts'
import { homeIn } from '../support/home-in.ts'
import { endServingAfterEach, serve } from '../support/serve.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

endServingAfterEach()

/** Serves in a process of its own while work is done with the first URL; ended by SIGTERM. */
async function serveAsProcess(argv: readonly string[], work: (url: string) => Promise<void>) {
  const child = spawn(process.execPath, ['bin/coldstart.js', 'serve', ...argv], {
    stdio: 'pipe',
    env: { ...process.env, ...homeIn(temporaryFolder()) },
  })
  const seen = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (text: Buffer) => {
      seen[name] += text
    })
  await until(() => seen.stdout.includes('endpoint is'), 'serve prints its URLs')
  await work(/'(http[^']+)'/.exec(seen.stdout)?.[1] ?? '')
  child.kill('SIGTERM')
  await once(child, 'close')
  return seen
}

describe('coldstart serve', () => {
  it('lets the cold start come back after --idle-ttl', async () => {
    const { urls } = await serve('--idle-ttl', '50ms', '--provider', 'vercel')
    const call = async () =>
      (await (await fetch(urls[0] ?? '')).json()) as { instance: { invocation: number } }
    expect((await call()).instance.invocation).toBe(1)
    let latest = await call()
    for (let wait = 100; latest.instance.invocation !== 1 && wait < 3000; wait *= 2) {
      await new Promise((resolve) => setTimeout(resolve, wait))
      latest = await call()
    }
    expect(latest.instance.invocation).toBe(1)
  })

  it.each([
    ['lambda', '../engine/functions/event.mjs', ['--export', 'handler']],
    ['vercel', '../engine/functions/vercel-any.mjs', []],
    ['netlify', '../engine/functions/netlify-any.mjs', []],
    ['netlify', '../engine/functions/netlify-old.mjs', []],
  ])(
    'serves a function of the user’s own under %s, reported on from outside: %s',
    async (contract, path, more) => {
      const { urls } = await serve('--function', path, '--provider', contract, ...more)
      const reports = []
      for (let call = 0; call < 2; call++) {
        const response = await fetch(urls[0] ?? '')
        expect(response.ok).toBe(true)
        reports.push(JSON.parse(response.headers.get('x-coldstart-instance') ?? '{}'))
      }
      expect(reports[0]).toMatchObject({ invocation: 1, reportedBy: 'engine' })
      expect(reports[1]).toMatchObject({ invocation: 2, id: reports[0].id, startedAt: reports[0].startedAt })
      expect(reports[0].bootMs).toBeGreaterThan(0)
    },
  )

  it('prints a line for each request: cold or warm, how long, and which environment', async () => {
    const { stderr } = await serveAsProcess(
      ['one=test/engine/functions/event.mjs', '--provider', 'lambda'],
      async (url) => {
        await fetch(url)
        await fetch(url)
      },
    )
    expect(stderr).toMatch(/lambda\/event cold \d+(\.\d)? ms, environment \w+, request 1 of it/)
    expect(stderr).toMatch(/^one lambda\/event cold/m)
    expect(stderr).toMatch(/lambda\/event warm \d+(\.\d)? ms, environment \w+, request 2 of it/)
  })

  it('as a process ends by itself when it cannot start', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const child = spawn(process.execPath, ['bin/coldstart.js', 'serve', '--port', String(port)], {
      stdio: 'ignore',
    })
    expect(await once(child, 'exit')).toEqual([2, null])
    server.close()
  })
})
