#!/usr/bin/env node
// The calibrated server, in a process of its own: GET /d/<microseconds> answers that long after the request's
// arrival. Plain and TLS on random loopback ports. Prints its ports; on SIGTERM prints its own stamps (user
// space, so later than the kernel's by the length of a turn of its loop) for runs without a packet capture.
import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { WARM_UP_CERTIFICATE, WARM_UP_KEY } from '../dist/modules/probe/warm-up-server.js'

/** Longer than any TLS session ticket, so that a capture can tell the reply from one. */
const BODY = JSON.stringify({ message: 'Hello', padding: 'x'.repeat(1500) })

const accepted = new WeakMap()
const log = []
const epochMs = () => performance.timeOrigin + performance.now()

function answer(request, response) {
  const receivedMs = epochMs()
  const delayMs = Number(/^\/d\/(\d+)/.exec(request.url)?.[1] ?? 0) / 1000
  const finish = () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': BODY.length })
    response.end(BODY)
    const { socket } = request
    log.push([socket.remotePort, accepted.get(socket) ?? receivedMs, receivedMs, epochMs()])
  }
  if (delayMs === 0) finish()
  else setTimeout(finish, delayMs)
}

const plain = createServer({ keepAliveTimeout: 60_000, noDelay: true }, answer)
const secure = createSecureServer(
  { cert: WARM_UP_CERTIFICATE, key: WARM_UP_KEY, keepAliveTimeout: 60_000 },
  answer,
)
plain.on('connection', (socket) => accepted.set(socket, epochMs()))
secure.on('secureConnection', (socket) => accepted.set(socket, epochMs()))
const listen = (server) =>
  new Promise((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 2048 }, resolve))
await Promise.all([listen(plain), listen(secure)])
process.stdout.write(`${JSON.stringify({ plain: plain.address().port, tls: secure.address().port })}\n`)
process.on('SIGTERM', () => {
  process.stdout.write(`${JSON.stringify(log)}\n`, () => process.exit())
})
