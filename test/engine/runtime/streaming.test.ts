import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { ResponseStream } from '../../../src/engine/runtime/streaming.ts'

const ERROR = { errorType: 'Error', errorMessage: 'no', trace: [] }

function opened() {
  const sent: string[] = []
  const stream = new ResponseStream(() => ({
    write(chunk, written) {
      sent.push(String(chunk))
      setImmediate(written)
    },
    end(trailers) {
      sent.push(trailers === undefined ? 'end' : 'end with an error')
    },
  }))
  return { stream, sent }
}

describe('a streamed reply ends once', () => {
  it('where it fails after the handler had ended the stream', async () => {
    const { stream, sent } = opened()
    stream.end('x')
    stream.fail(ERROR)
    await once(stream, 'finish')
    expect(sent).toEqual(['x', 'end with an error'])
  })

  it('where it fails after its end has been sent', async () => {
    const { stream, sent } = opened()
    stream.end('x')
    await once(stream, 'finish')
    stream.fail(ERROR)
    expect(sent).toEqual(['x', 'end'])
  })

  it('and what is written after it failed is not sent', async () => {
    const { stream, sent } = opened()
    stream.write('x')
    stream.fail(ERROR)
    stream.end('y')
    await once(stream, 'finish')
    expect(sent).toEqual(['x', 'end with an error'])
  })
})
