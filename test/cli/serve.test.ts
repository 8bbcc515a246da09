import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { until } from '../engine/support/test-engine.ts'
import { type FakeIo, fakeIo } from '../support/fake-io.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const running: { io: FakeIo; done: Promise<number> }[] = []
afterEach(async () => {
  for (const { io, done } of running.splice(0)) {
    io.signal('SIGINT')
    await done
  }
})

/** Runs serve until it has printed its URLs. */
async function serve(...argv: string[]) {
  const io = fakeIo({ cwd: here })
  const done = main(['serve', ...argv], io)
  running.push({ io, done })
  await until(() => /endpoint is/.test(io.written.stdout), 'serve prints its URLs')
  const urls = [...io.written.stdout.matchAll(/'(http[^']+)'/g)].map(([, url]) => url ?? '')
  return { io, done, urls, out: io.written.stdout }
}

async function refused(...argv: string[]) {
  const io = fakeIo({ cwd: here })
  return { code: await main(['serve', ...argv], io), ...io.written }
}

/** Serves in a process of its own while work is done with the first URL; ended by SIGTERM. */
async function serveAsProcess(argv: readonly string[], work: (url: string) => Promise<void>) {
  const child = spawn(process.execPath, ['bin/coldstart.js', 'serve', ...argv], { stdio: 'pipe' })
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
  it('prints URLs that can be called, says that this is not the cloud, and ends with Ctrl-C', async () => {
    const { io, done, urls, out } = await serve()
    expect(out).toContain('not the cloud')
    const [functionUrl, invoke, vercel, netlify] = urls as [string, string, string, string]
    for (const url of [functionUrl, vercel, netlify]) {
      expect(await (await fetch(url)).json()).toMatchObject({
        message: 'Hello, Ada',
        instance: { invocation: expect.any(Number) },
      })
    }
    const invoked = await fetch(invoke, { method: 'POST', body: '{"name":"Ada"}' })
    expect(await invoked.json()).toMatchObject({ message: 'Hello, Ada' })
    io.signal('SIGINT')
    expect(await done).toBe(0)
    await expect(fetch(functionUrl)).rejects.toThrow()
  })

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
    ['lambda', '../engine/functions/event.mjs', 'handler'],
    ['vercel', '../engine/functions/vercel-any.mjs', 'handler'],
    ['netlify', '../engine/functions/netlify-any.mjs', 'handler'],
    ['netlify', '../engine/functions/netlify-old.mjs', 'handler'],
  ])(
    'serves a function of the user’s own under %s, reported on from outside: %s',
    async (contract, path, name) => {
      const { urls } = await serve('--function', path, '--provider', contract, '--export', name)
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

  it('listens on the port it is given, and refuses one in use with exit code 2', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { code, stderr } = await refused('--port', String(port))
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `error: Port ${port} is in use.\n  Choose another with --port, or leave it out and any free port is taken.\n`,
    })
    server.close()
    await once(server, 'close')
    const { urls } = await serve('--port', String(port), '--provider', 'lambda')
    expect(new URL(urls[0] ?? '').port).toBe(String(port))
  })

  it.each([
    [['--function', 'nowhere.mjs', '--provider', 'lambda'], 'There is no function at'],
    [['--function', '../../README.md', '--provider', 'lambda'], 'is not JavaScript'],
    [['x.mjs'], 'There is no function at'],
    [['../engine/functions/vercel-any.mjs'], 'Add --provider vercel or --provider netlify'],
    [['--provider', 'lamda'], 'Did you mean --provider lambda?'],
    [['--port', 'eighty'], '--port takes a whole number from 0 to 65535'],
    [['--port', '70000'], '--port takes a whole number'],
    [['--idle-ttl', 'soon'], '"soon" is not a duration'],
    [['--idel-ttl', '1s'], 'Did you mean --idle-ttl?'],
    [['--provider', 'google'], 'npm install @google-cloud/functions-framework'],
  ])('refuses %j with exit code 2 and says what to do', async (argv, words) => {
    const { code, stdout, stderr } = await refused(...argv)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(words)
  })

  it('prints a line for each request: cold or warm, how long, and which environment', async () => {
    const { stderr } = await serveAsProcess(
      ['one=test/engine/functions/event.mjs', '--provider', 'lambda'],
      async (url) => {
        await fetch(url)
        await fetch(url)
      },
    )
    expect(stderr).toMatch(/lambda\/event cold \d+(\.\d)? ms, environment \w+, request 1 of it/)
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

  it('as a process shows what functions write, ends cleanly at SIGINT and leaves no engine behind', async () => {
    const own = ['--function', 'test/engine/functions/init-error.mjs', '--provider', 'vercel']
    const child = spawn(process.execPath, ['bin/coldstart.js', 'serve', ...own], { stdio: 'pipe' })
    let out = ''
    let shown = ''
    child.stdout.on('data', (text: Buffer) => {
      out += text
    })
    child.stderr.on('data', (text: Buffer) => {
      shown += text
    })
    await until(() => out.includes('endpoint is'), 'serve prints its URLs')
    const url = /'(http[^']+)'/.exec(out)?.[1] ?? ''
    expect((await fetch(url)).status).toBe(500)
    await until(() => shown.includes('no luck at start'), 'the error is shown')
    child.kill('SIGINT')
    expect(await once(child, 'exit')).toEqual([0, null])
    await expect(fetch(url)).rejects.toThrow()
  })
})
