import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { makeFunctionEvent } from '../../src/engine/function-event.ts'
import {
  type BegunAnswer,
  type HeldAsk,
  openRuntimeApi,
  type RuntimeApi,
  type RuntimeApiEvents,
} from '../../src/engine/runtime-api.ts'
import { wholeBody } from '../../src/engine/whole-body.ts'

const API = '/2018-06-01/runtime'
const open: { api: RuntimeApi; socket: Socket }[] = []

afterEach(() => {
  for (const { api, socket } of open.splice(0)) {
    socket.destroy()
    api.close()
  }
})

/** A Runtime API, a client of it that sends what it is told, and what was heard on both sides. */
async function connectTo(secret?: string) {
  const api = await openRuntimeApi()
  const heard: string[] = []
  const asks: HeldAsk[] = []
  const answers: BegunAnswer[] = []
  const events: RuntimeApiEvents = {
    next: (ask) => {
      heard.push('next')
      asks.push(ask)
    },
    response: (id, answer) => {
      heard.push(`response ${id}`)
      answers.push(answer)
    },
    error: (id, type, body) => heard.push(`error ${id} ${type} ${body}`),
    initError: (type, body) => heard.push(`init ${type} ${body}`),
  }
  api.serve(secret, events)
  const socket = connect(api.port, '127.0.0.1')
  open.push({ api, socket })
  await once(socket, 'connect')
  let said = ''
  socket.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const until = async (wanted: RegExp) => {
    while (!wanted.test(said)) await once(socket, 'data')
    return said
  }
  const send = (line: string, fields = '', body = '') =>
    socket.write(`${line} HTTP/1.1\r\nhost: a\r\n${fields}content-length: ${body.length}\r\n\r\n${body}`)
  return { heard, asks, answers, socket, send, until, said: () => said }
}

describe('the Runtime API', () => {
  it('answers a request for work with the event, its deadline and what it belongs to', async () => {
    const { asks, send, until } = await connectTo()
    send(`GET ${API}/invocation/next`)
    while (asks.length === 0) await new Promise((resolve) => setImmediate(resolve))
    const event = makeFunctionEvent('f', '{"name":"Zoë"}', { clientContext: '{\n"a":\r\n"ü"}' })
    asks[0]?.deliver(event, 3000)
    const said = await until(/Zoë/)
    expect(said).toContain(`lambda-runtime-aws-request-id: ${event.requestId}\r\n`)
    expect(said).toContain('content-length: 15\r\n')
    expect(said).toContain('lambda-runtime-client-context: { "a":  "ü"}\r\n')
    const [, deadline] = /lambda-runtime-deadline-ms: (\d+)\r\n/.exec(said) ?? []
    expect(Number(deadline)).toBeGreaterThan(Date.now() - 60_000)
  })

  it('acknowledges an answer at once where its client waits for that', async () => {
    const { heard, answers, send, until } = await connectTo()
    send(`POST ${API}/invocation/one/response`, '', '"done"')
    expect(await until(/OK/)).toMatch(/^HTTP\/1\.1 202 Accepted\r\n/)
    expect(heard).toEqual(['response one'])
    const [{ reply, ending }] = answers as [BegunAnswer]
    expect((await wholeBody(reply.body)).toString()).toBe('"done"')
    expect([ending(), reply.failure()]).toEqual([{}, undefined])
  })

  it('acknowledges it with the next event where its client asks for that without waiting', async () => {
    const { asks, socket, said, until } = await connectTo()
    const post = `POST ${API}/invocation/one/response HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\n{}`
    socket.write(`${post}GET ${API}/invocation/next HTTP/1.1\r\nhost: a\r\n\r\n`)
    while (asks.length === 0) await new Promise((resolve) => setImmediate(resolve))
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(said()).toBe('')
    asks[0]?.deliver(makeFunctionEvent('f', 'null'), 3000)
    expect(await until(/null$/)).toMatch(/^HTTP\/1\.1 202 [\s\S]*HTTP\/1\.1 200 /)
  })

  it('tells an error before the request for work behind it, however late its body comes', async () => {
    const { heard, socket, until } = await connectTo()
    const fields = 'host: a\r\nlambda-runtime-function-error-type: Bad\r\ncontent-length: 4\r\n\r\n'
    socket.write(`POST ${API}/invocation/one/error HTTP/1.1\r\n${fields}on`)
    await new Promise((resolve) => setImmediate(resolve))
    socket.write(`e!GET ${API}/invocation/next HTTP/1.1\r\nhost: a\r\n\r\n`)
    while (heard.length < 2) await new Promise((resolve) => setImmediate(resolve))
    socket.write(`POST ${API}/init/error HTTP/1.1\r\n${fields}init`)
    while (heard.length < 3) await new Promise((resolve) => setImmediate(resolve))
    expect(heard).toEqual(['error one Bad one!', 'next', 'init Bad init'])
    await until(/202/)
  })

  it('reads how a streamed answer failed from its trailers', async () => {
    const { answers, socket, until } = await connectTo()
    const body = Buffer.from('{"errorType":"Late"}').toString('base64')
    socket.write(
      `POST ${API}/invocation/one/response HTTP/1.1\r\nhost: a\r\nlambda-runtime-function-response-mode: streaming\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nLambda-Runtime-Function-Error-Type: Late\r\nLambda-Runtime-Function-Error-Body: ${body}\r\n\r\n`,
    )
    while (answers.length === 0) await new Promise((resolve) => setImmediate(resolve))
    const [{ reply, ending }] = answers as [BegunAnswer]
    expect(reply.streaming).toBe(true)
    expect((await wholeBody(reply.body)).toString()).toBe('abc')
    await until(/202/)
    expect(ending()).toEqual({ status: 'error', errorType: 'Late' })
    expect(reply.failure()).toBe('{"errorType":"Late"}')
  })

  it('calls an answer that breaks off a crash, and tells who asked that the client is gone', async () => {
    const { answers, asks, socket } = await connectTo()
    socket.write(
      `GET ${API}/invocation/next HTTP/1.1\r\nhost: a\r\n\r\nPOST ${API}/invocation/one/response HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nhalf`,
    )
    while (answers.length === 0) await new Promise((resolve) => setImmediate(resolve))
    const gone = new Promise<void>((resolve) => asks[0]?.onGone(resolve))
    const [{ reply, ending }] = answers as [BegunAnswer]
    const body = wholeBody(reply.body)
    socket.destroy()
    await expect(body).rejects.toThrow('broke off')
    await gone
    expect(ending()).toEqual({ status: 'error', errorType: 'Runtime.ExitError' })
  })

  it('refuses what it does not have, other methods, and who does not know its secret', async () => {
    const { heard, send, until } = await connectTo('s')
    const known = 'coldstart-environment: s\r\n'
    send(`GET ${API}/invocation/next`)
    send('GET /', known)
    send(`PUT ${API}/invocation/one/response`, known, 'body')
    expect((await until(/405[\s\S]*\{\}$/)).match(/HTTP\/1\.1 \d+/g)).toEqual([
      'HTTP/1.1 403',
      'HTTP/1.1 404',
      'HTTP/1.1 405',
    ])
    expect(heard).toEqual([])
  })
})
