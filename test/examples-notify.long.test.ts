import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { freePort } from './support/free-port.ts'

const folder = fileURLToPath(new URL('../examples/notify/', import.meta.url))
const hasExpress = existsSync(`${folder}node_modules/express`)
const hasNginx = existsSync('/usr/sbin/nginx')

const children: ChildProcess[] = []
const servers: Server[] = []

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** Starts a program of the example. @returns with what it has written so far */
function start(file: string, args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(file, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const seen = { text: '' }
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      seen.text += chunk
    })
  children.push(child)
  return { child, seen }
}

async function startService() {
  const { child, seen } = start(process.execPath, ['service.mjs'], { PORT: '0' })
  for (;;) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(seen.text)?.[0]
    if (url !== undefined) return { child, seen, url }
    if (child.exitCode !== null) throw new Error(seen.text)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${url}/notify`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

const good = { to: 'ada@example.com', message: 'Sent.' }

describe.skipIf(!hasExpress)('examples/notify (needs npm ci --prefix examples/notify)', () => {
  it('greets, says that it is well, notifies once for a key, and checks what it is given', async () => {
    const { url, seen } = await startService()
    expect(await (await fetch(`${url}/hello?name=Ada`)).json()).toEqual({ message: 'Hello, Ada' })
    expect((await fetch(`${url}/health`)).status).toBe(200)
    expect((await fetch(`${url}/other`)).status).toBe(404)
    expect((await fetch(`${url}/hello?name=a&name=b`)).status).toBe(400)
    const answers = await Promise.all([1, 2, 3].map(() => post(url, good, { 'idempotency-key': 'k' })))
    const ids = await Promise.all(answers.map(async (one) => ((await one.json()) as { id: string }).id))
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202])
    expect(new Set(ids).size).toBe(1)
    expect(seen.text.match(/notification to ada@example\.com/g)).toHaveLength(1)
    for (const bad of [
      {},
      { ...good, to: '' },
      { ...good, message: 7 },
      { ...good, message: 'x'.repeat(1001) },
      '{',
      '[]',
    ])
      expect((await post(url, bad)).status).toBe(400)
    expect((await post(url, { ...good, message: 'x'.repeat(20_000) })).status).toBe(413)
  })

  it('answers what is under way when it is told to stop, and ends with 0', async () => {
    const { url, child } = await startService()
    const body = JSON.stringify(good)
    const headers = { 'content-type': 'application/json', 'content-length': body.length }
    const sent = request(`${url}/notify`, { method: 'POST', headers })
    const answered = once(sent, 'response')
    sent.write(body.slice(0, 5))
    await (await fetch(`${url}/health`)).text()
    child.kill('SIGTERM')
    await expect
      .poll(() =>
        fetch(`${url}/health`).then(
          () => 'answers',
          () => 'is closed',
        ),
      )
      .toBe('is closed')
    sent.end(body.slice(5))
    const [reply] = await answered
    expect(reply.statusCode).toBe(202)
    reply.resume()
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it.skipIf(!hasNginx)('is reached through nginx by /api, and by nothing else (needs nginx)', async () => {
    const { url } = await startService()
    const port = await freePort()
    const { child, seen } = start('./run-nginx.sh', [String(port), new URL(url).port])
    const front = `http://127.0.0.1:${port}/api`
    await expect
      .poll(() =>
        fetch(`${front}/hello?name=Ada`).then(
          ({ status }) => status,
          () => seen.text,
        ),
      )
      .toBe(200)
    expect((await post(front, good)).status).toBe(202)
    expect((await post(`http://127.0.0.1:${port}`, good)).status).toBe(404)
    child.kill('SIGTERM')
    expect((await once(child, 'exit'))[0]).toBe(0)
  })
})

describe('the shop of examples/notify', () => {
  it('tries again with the same key what failed for a moment, and gives what was answered', async () => {
    const keys: unknown[] = []
    const { notify } = await import(`${folder}main-app.mjs`)
    const baseUrl = await answering((key, count) => {
      keys.push(key)
      return count === 1 ? 503 : count === 2 ? 'nothing' : 202
    })
    expect(await notify(good, { baseUrl, timeoutMs: 300, waitMs: 1 })).toEqual({ accepted: true })
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(1)
  })

  it('gives up after as many tries as it may, and at once where the service refuses', async () => {
    const { notify } = await import(`${folder}main-app.mjs`)
    let asked = 0
    const failing = await answering(() => {
      asked += 1
      return 503
    })
    await expect(notify(good, { baseUrl: failing, waitMs: 1, tries: 2 })).rejects.toThrow('503')
    expect(asked).toBe(2)
    const refusing = await answering(() => {
      asked += 1
      return 400
    })
    await expect(notify(good, { baseUrl: refusing, waitMs: 1 })).rejects.toThrow('400 as the test wants it')
    expect(asked).toBe(3)
  })
})

/** A service that answers as it is told, by the number of the request; `nothing` leaves it waiting. */
async function answering(decide: (key: unknown, count: number) => number | 'nothing'): Promise<string> {
  let count = 0
  const server = createServer((req, res) => {
    req.resume()
    count += 1
    const status = decide(req.headers['idempotency-key'], count)
    if (status === 'nothing') return
    const body = status === 202 ? { accepted: true } : { problem: 'as the test wants it' }
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
