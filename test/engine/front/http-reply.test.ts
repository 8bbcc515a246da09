import { createServer, type ServerResponse } from 'node:http'
import { Duplex, PassThrough, type Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { sendStreamed } from '../../../src/engine/front/http-reply.ts'
import type { FunctionReply } from '../../../src/engine/function-event.ts'

/** A connection whose writes are counted, as a socket makes them. */
class CountedWire extends Duplex {
  readonly writes: string[] = []

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, written: () => void): void {
    this.writes.push(chunk.toString('latin1'))
    written()
  }

  override _writev(chunks: readonly { chunk: Buffer }[], written: () => void): void {
    this.writes.push(chunks.map(({ chunk }) => chunk.toString('latin1')).join(''))
    written()
  }
}

async function serve(body: Readable): Promise<CountedWire> {
  const reply = {
    kind: 'reply',
    body,
    streaming: true,
    contentType: 'text/plain',
  } as unknown as FunctionReply
  const server = createServer((_req, res: ServerResponse) => void sendStreamed(res, reply, {}))
  const wire = new CountedWire()
  server.emit('connection', wire)
  wire.push('GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n')
  await turns(4)
  return wire
}

async function turns(count: number): Promise<void> {
  for (let left = count; left > 0; left--) await new Promise((resolve) => setImmediate(resolve))
}

it('sends the head of a streamed reply in one write with what is there of its body', async () => {
  const body = new PassThrough()
  body.end('all of it')
  const { writes } = await serve(body)
  expect(writes).toHaveLength(1)
  expect(writes[0]).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\n9\r\nall of it\r\n0\r\n\r\n$/)
})

it('sends it alone where nothing is there, and each part as it comes', async () => {
  const body = new PassThrough()
  const { writes } = await serve(body)
  expect(writes).toHaveLength(1)
  expect(writes[0]).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\n$/)
  body.write('one')
  await turns(2)
  expect(writes.slice(1)).toEqual(['3\r\none\r\n'])
  body.end('two')
  await turns(2)
  expect(writes.slice(2).join('')).toBe('3\r\ntwo\r\n0\r\n\r\n')
})
