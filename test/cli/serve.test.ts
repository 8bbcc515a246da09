import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { until } from '../engine/support/test-engine.ts'
import { fakeIo } from '../support/fake-io.ts'
import { homeIn } from '../support/home-in.ts'
import { endServingAfterEach, serve, servedFrom } from '../support/serve.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

endServingAfterEach()

async function refused(...argv: string[]) {
  const io = fakeIo({ cwd: servedFrom })
  return { code: await main(['serve', ...argv], io), ...io.written }
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

  it('listens on the port it is given, and refuses one in use with exit code 2', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { code, stderr } = await refused('--port', String(port))
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `error: Port ${port} is in use.\n  Choose another with --port, or leave --port out to take any free one.\n`,
    })
    server.close()
    await once(server, 'close')
    const { urls } = await serve('--port', String(port), '--provider', 'lambda')
    expect(new URL(urls[0] ?? '').port).toBe(String(port))
  })

  it('serves what the configuration file says for bench, and of several sizes or runtimes the first', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'a.mjs'), 'export default (req, res) => res.json(process.env.TABLE)')
    writeFileSync(join(folder, '.env'), 'TABLE=orders')
    const settings = {
      functions: { mine: 'a.mjs' },
      providers: ['vercel', 'microservice'],
      memory: [512, 1024],
    }
    const file = join(folder, 'coldstart.config.json')
    writeFileSync(file, JSON.stringify({ ...settings, cpu: 'off', envFile: '.env', cold: 3, path: '/x' }))
    const { urls, out, io } = await serve('--config', file)
    expect(out).toContain('mine: vercel')
    expect(await (await fetch(urls[0] ?? '')).json()).toBe('orders')
    expect(io.written.stderr).toContain('one memory size at a time: 512, the first of')
  })

  it.each([
    [['--function', 'nowhere.mjs', '--provider', 'lambda'], 'There is no function at'],
    [['--function', '../../README.md', '--provider', 'lambda'], 'is not JavaScript'],
    [['x.mjs'], 'There is no function at'],
    [['../engine/functions/vercel-any.mjs'], 'Add --provider vercel or --provider netlify'],
    [['--provider', 'lamda'], 'Did you mean --provider lambda?'],
    [['--port', 'eighty'], '--port takes a whole number from 0 to 65535'],
    [['--port', '70000'], '--port takes a whole number'],
    [['--provider', 'cloudflare', '--memory', '512'], 'Workers have no sizes: each has 128 MB'],
    [['--idle-ttl', 'soon'], '"soon" is not a duration'],
    [['--idel-ttl', '1s'], 'Did you mean --idle-ttl?'],
    [['--provider', 'google'], 'npm install @google-cloud/functions-framework'],
  ])('refuses %j with exit code 2 and says what to do', async (argv, words) => {
    const { code, stdout, stderr } = await refused(...argv)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(words)
  })

  it('as a process shows what functions write, ends cleanly at SIGINT and leaves no engine behind', async () => {
    const own = ['--function', 'test/engine/functions/init-error.mjs', '--provider', 'vercel']
    const child = spawn(process.execPath, ['bin/coldstart.js', 'serve', ...own], {
      stdio: 'pipe',
      env: { ...process.env, ...homeIn(temporaryFolder()) },
    })
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
