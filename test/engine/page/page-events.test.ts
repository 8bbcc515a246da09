import { request } from 'node:http'
import { beforeEach, describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../../src/engine/engine-event.ts'
import { openPageDoor, type PageDoor } from './support/page-door.ts'

let port: PageDoor['port']
let server: PageDoor['server']
let stream: PageDoor['stream']
let token: PageDoor['token']

beforeEach(async () => {
  ;({ port, server, stream, token } = await openPageDoor())
})

const seen = (number: number, more: object = {}): EngineEvent => ({
  type: 'request',
  function: 'vercel/hello',
  request: number,
  atMs: number,
  end: { durationMs: 1, kind: 'warm' },
  ...more,
})

/** Reads the events until enough of them are here. */
function readEvents(headers: Record<string, string>, enough: (text: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    const path = `/events?token=${token}`
    const sent = request({ host: '127.0.0.1', port, path, headers, agent: false }, (reply) => {
      let text = ''
      reply.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
        if (!enough(text)) return
        sent.destroy()
        resolve(text)
      })
    })
    sent.on('error', reject)
    sent.end()
  })
}

describe('its events', () => {
  it('are everything there is to know, and then what happens', async () => {
    stream.tell(seen(1))
    let isTold = false
    const text = await readEvents({}, (read) => {
      if (!isTold && read.includes('event: whole')) {
        isTold = true
        stream.tell(seen(2))
      }
      return read.includes('"request":2')
    })
    expect(text).toMatch(/event: whole[\s\S]*id: 1\n[\s\S]*event: now[\s\S]*id: 2\n/)
    expect(text).toMatch(/event: clock\ndata: [\d.]+\n/)
  })

  it('go on where a reader has been who comes back', async () => {
    for (const number of [1, 2, 3]) stream.tell(seen(number))
    const text = await readEvents({ 'last-event-id': '2' }, (read) => read.includes('event: now'))
    expect(text).not.toContain('event: whole')
    expect(text).not.toContain('id: 2\n')
    expect(text).toContain('id: 3\n')
  })

  it('are not kept for a reader who does not read: it is dropped', async () => {
    let isGone = false
    server.prependListener('request', (_req, res) => {
      res.once('close', () => {
        isGone = true
      })
    })
    const sent = request({ host: '127.0.0.1', port, path: `/events?token=${token}`, agent: false })
    const answered = new Promise<void>((resolve) => {
      sent.once('response', (reply) => {
        reply.pause()
        resolve()
      })
    })
    sent.on('error', () => {})
    sent.end()
    await answered
    const large = 'x'.repeat(64 * 1024)
    let told = 0
    while (!isGone && told < 1000) {
      told += 1
      stream.tell(seen(told, { label: large }))
      await new Promise((resolve) => setImmediate(resolve))
    }
    sent.destroy()
    expect(told).toBeLessThan(1000)
  })
})
