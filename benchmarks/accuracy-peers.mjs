#!/usr/bin/env node
// The clients people would use instead, measured in the way they offer, printing samples as JSON.
//
//   node benchmarks/accuracy-peers.mjs --client curl --url http://127.0.0.1:18080/d/5000 --n 50 [--kept] [--burst 100] [--ca FILE]
//
// Clients: curl, undici (plain `request`), channels (undici's diagnostics channels), node-http, got, autocannon.
// Each sample has what the client can tell: localPort, totalMs (start → last byte), waitMs, connectMs, tlsMs.
// got and autocannon are not dependencies of coldstart: npm ci --prefix benchmarks/peers
import diagnostics from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { curl } from './accuracy-curl.mjs'

const { values } = parseArgs({
  options: {
    client: { type: 'string' },
    url: { type: 'string' },
    n: { type: 'string', default: '50' },
    kept: { type: 'boolean' },
    burst: { type: 'string' },
    ca: { type: 'string' },
  },
})
const url = new URL(values.url)
const n = Number(values.n)
const size = Number(values.burst ?? 1)
const ca = values.ca ? readFileSync(values.ca, 'utf8') : undefined
const peers = createRequire(new URL('./peers/package.json', import.meta.url))

const clients = {
  curl: () => curl({ values, n, size }),
  undici,
  channels,
  'node-http': nodeHttp,
  got: gotClient,
  autocannon: autocannonClient,
}
const samples = []
for (const one of await clients[values.client]()) samples.push(one)
process.stdout.write(`${JSON.stringify({ samples })}\n`)

async function times(send) {
  const found = []
  for (let round = 0; round < n; round++)
    found.push(...(await Promise.all(Array.from({ length: size }, send))))
  return found
}

async function undici() {
  const { Agent, Client, request } = await import('undici')
  const connect = ca ? { ca } : {}
  const kept = values.kept ? new Client(url.origin, { connect }) : undefined
  return times(async () => {
    const dispatcher = kept ?? new Agent({ connect: { ...connect, maxCachedSessions: 0 } })
    const start = performance.now()
    const { body } = await request(url, { dispatcher })
    const first = performance.now()
    await body.arrayBuffer()
    const end = performance.now()
    if (!kept) dispatcher.destroy()
    return { totalMs: end - start, firstByteMs: first - start, waitMs: first - start }
  })
}

/** `undici:client:sendHeaders` → `undici:request:headers`, the finest undici offers. */
async function channels() {
  const { Agent, Client, request } = await import('undici')
  const marks = new WeakMap()
  const mark = (of, name) => marks.set(of, { ...marks.get(of), [name]: performance.now() })
  let latest
  diagnostics.subscribe('undici:client:sendHeaders', ({ request: of, socket }) => {
    mark(of, 'sent')
    marks.get(of).localPort = socket.localPort
  })
  diagnostics.subscribe('undici:request:headers', ({ request: of }) => mark(of, 'headers'))
  diagnostics.subscribe('undici:request:trailers', ({ request: of }) => {
    mark(of, 'end')
    latest = marks.get(of)
  })
  const connect = ca ? { ca } : {}
  const kept = values.kept ? new Client(url.origin, { connect }) : undefined
  const found = []
  for (let round = 0; round < n; round++) {
    const dispatcher = kept ?? new Agent({ connect: { ...connect, maxCachedSessions: 0 } })
    const { body } = await request(url, { dispatcher })
    await body.arrayBuffer()
    found.push({ localPort: latest.localPort, waitMs: latest.headers - latest.sent })
    if (!kept) dispatcher.destroy()
  }
  return found
}

async function nodeHttp() {
  const library = url.protocol === 'https:' ? https : http
  const agent = new library.Agent({ keepAlive: Boolean(values.kept), maxCachedSessions: 0 })
  const found = await times(
    () =>
      new Promise((resolve, reject) => {
        const start = performance.now()
        library
          .get(url, { agent, ...(ca ? { ca } : {}) }, (response) => {
            const first = performance.now()
            const { localPort } = response.socket
            response.resume()
            response.on('end', () =>
              resolve({
                localPort,
                totalMs: performance.now() - start,
                firstByteMs: first - start,
                waitMs: first - start,
              }),
            )
          })
          .on('error', reject)
      }),
  )
  agent.destroy()
  return found
}

async function gotClient() {
  const { got } = await import(pathToFileURL(peers.resolve('got')).href)
  const library = url.protocol === 'https:' ? https : http
  const agent = new library.Agent({ keepAlive: Boolean(values.kept), maxCachedSessions: 0 })
  const key = url.protocol === 'https:' ? 'https' : 'http'
  const options = {
    agent: { [key]: agent },
    retry: { limit: 0 },
    ...(ca ? { https: { certificateAuthority: ca } } : {}),
  }
  const found = await times(async () => {
    const { timings } = await got(url, options)
    const { phases } = timings
    const firstByteMs = timings.response - timings.start
    return {
      totalMs: phases.total,
      firstByteMs,
      waitMs: phases.firstByte,
      connectMs: phases.tcp,
      tlsMs: phases.tls,
    }
  })
  agent.destroy()
  return found
}

/** Only latencies of a burst, whole milliseconds apart from nothing: that is all it keeps. */
async function autocannonClient() {
  const autocannon = peers('autocannon')
  const found = []
  for (let round = 0; round < n; round++) {
    await new Promise((resolve, reject) => {
      const options = { url: url.href, connections: size, amount: size, tlsOptions: ca ? { ca } : {} }
      const instance = autocannon(options, (error) => (error ? reject(error) : resolve()))
      instance.on('response', (client, _status, _bytes, responseTime) => {
        found.push({
          localPort: client.conn?.localPort,
          waitMs: responseTime,
          firstByteMs: responseTime,
          totalMs: responseTime,
        })
      })
    })
  }
  return found
}
