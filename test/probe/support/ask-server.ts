import type { Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { ProbeReply } from '../../../src/core/probe-request.ts'
import { createProber } from '../../../src/probe/create-prober.ts'
import type { ProbeOptions, Prober } from '../../../src/probe/prober.ts'
import { type LoopbackServer, startRawServer } from '../../support/loopback-server.ts'

type Extra = Partial<ProbeOptions>

/** A prober for one test. */
export function ownProber(): Prober {
  const prober = createProber()
  onTestFinished(() => prober.close())
  return prober
}

/** Asks once, over a connection of its own, and ends the server. */
export async function ask(server: LoopbackServer, extra: Extra = {}, path = '/'): Promise<ProbeReply> {
  const request = { url: server.origin + path, method: 'GET' as const, headers: {} }
  const reply = await ownProber().probe(request, { connection: 'fresh', ...extra })
  await server.close()
  return reply
}

/** The same of a server whose sockets are told what to do. */
export function askRaw(answer: (socket: Socket) => void, extra?: Extra): Promise<ProbeReply> {
  return startRawServer(answer).then((server) => ask(server, extra))
}

/** The beginning of a reply that is whole. */
export const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n'
