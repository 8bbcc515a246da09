import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { fc } from '../../support/properties.ts'
import {
  type Door,
  oneEnvironment,
  openClient,
  openDoor,
  type Pace,
  type Piece,
  TOKEN,
  talkToBoth,
  until,
} from './support.ts'

const HOST = 'Host: 127.0.0.1\r\n'
const pathTo = (name: string) => `/${TOKEN}/2015-03-31/functions/${name}/invocations`
const ask = (name: string, body = '{"a":1}', fields = '') =>
  `POST ${pathTo(name)} HTTP/1.1\r\n${HOST}${fields}Content-Length: ${Buffer.byteLength(body, 'latin1')}\r\n\r\n${body}`
const chunked = `POST ${pathTo('echo')} HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n3\r\n"ab\r\n1\r\n"\r\n0\r\n\r\n`

let direct: Door
let node: Door
beforeAll(async () => {
  direct = await openDoor(true)
  node = await openDoor(false)
})
afterAll(() => {
  direct.close()
  node.close()
})

/** What is answered before node:http, byte by byte as node:http would; and whether that server was asked too. */
async function compare(
  pieces: readonly Piece[],
  pace?: Pace,
): Promise<{ said: string; isNodeAsked: boolean }> {
  const [ours, theirs] = await talkToBoth([direct, node], pieces, pace)
  expect(ours?.heard).toEqual(theirs?.heard)
  return { said: ours?.heard.said ?? '', isNodeAsked: direct.seen.has(ours?.port) }
}

describe.concurrent('an invocation in one piece is answered as by node:http, which is not asked', () => {
  const plain: Record<string, [pieces: string[], status: number]> = {
    'with a payload': [[ask('echo')], 200],
    'without one': [[`POST ${pathTo('echo')} HTTP/1.1\r\n${HOST}\r\n`], 200],
    'one after the other': [[ask('echo'), ask('echo', '"two"'), ask('echo', '3')], 200],
    'with its log': [[ask('echo', '1', 'X-Amz-Log-Type: Tail\r\n')], 200],
    'with a client context': [[ask('echo', '1', 'X-Amz-Client-Context: eyJhIjoxfQ==\r\n')], 200],
    'with a nonce': [[ask('echo', '1', 'x-coldstart-nonce: n1 \xe9\t\r\n')], 200],
    'whose reply is no ASCII': [[ask('echo', '"gr\xc3\xb6\xc3\x9fer"')], 200],
    'that is asked to keep its connection': [[ask('echo', '1', 'connection: Keep-Alive\r\n')], 200],
    'that fails': [[ask('echo', '"fail"')], 200],
    'that is no JSON': [[ask('echo', '{')], 400],
    'that is a dry run': [[ask('echo', '1', 'x-amz-invocation-type: DryRun\r\n'), ask('echo')], 204],
    'of a type that is not done': [[ask('echo', '1', 'x-amz-invocation-type: Event\r\n')], 400],
    'beyond the limit of environments': [[ask('full'), ask('echo')], 429],
    'that cannot be started': [[ask('broken'), ask('echo')], 502],
    'whose client ends its side before the reply': [[`${ask('slow')}`, ''], 0],
  }
  for (const [name, [pieces, status]] of Object.entries(plain))
    it(name, async () => {
      const { said, isNodeAsked } = await compare(pieces, status === 0 ? 5 : 'in turn')
      expect(said).toMatch(status === 0 ? /^$/ : new RegExp(`^HTTP/1.1 ${status} `))
      expect(isNodeAsked).toBe(false)
    })
})

describe.concurrent('whatever else comes is answered by node:http, with its connection', () => {
  const others: Record<string, string[]> = {
    'two in one piece': [ask('echo') + ask('echo', '2')],
    'a body behind its head': [ask('echo').slice(0, -3), ask('echo').slice(-3), ask('echo')],
    'a head in two pieces': [ask('echo').slice(0, 9), ask('echo').slice(9)],
    'a body in chunks': [chunked, ask('echo')],
    'a body that waits for leave': [ask('echo', '1', 'Expect: 100-continue\r\n')],
    'an expectation that nobody knows': [ask('echo', '1', 'Expect: wonders\r\n')],
    'a client of HTTP/1.0': [ask('echo').replace('HTTP/1.1', 'HTTP/1.0')],
    'a connection that is not kept': [ask('echo', '1', 'Connection: close\r\n')],
    'a connection that is not kept, in words for a proxy': [ask('echo', '1', 'Proxy-Connection: close\r\n')],
    'an upgrade': [ask('echo', '1', 'Connection: upgrade\r\nUpgrade: websocket\r\n')],
    'a field that comes twice': [ask('echo', '1', 'x-amz-log-type: Tail\r\nx-amz-log-type: None\r\n')],
    'another method': [ask('echo').replace('POST', 'PUT')],
    'a request for the head': [ask('echo').replace('POST', 'HEAD')],
    'a query': [ask('echo').replace('invocations ', 'invocations?a=1 ')],
    'a qualified name': [ask('echo:$LATEST')],
    'a name that is no text': [ask('%E0%A4%A')],
    'a function that nobody deployed': [ask('nobody')],
    'another token': [ask('echo').replace(TOKEN, 'other')],
    'what never runs a function': [`GET /${TOKEN}/ping.txt HTTP/1.1\r\n${HOST}\r\n`, ask('echo')],
    'what is no HTTP': ['hello\r\n\r\n'],
    'no host': [ask('echo').replace(HOST, '')],
    'two lengths': [ask('echo', '1', 'Content-Length: 1\r\n')],
    'a head that is too long': [ask('echo', '1', `a: ${'b'.repeat(17_000)}\r\n`)],
    'a plain one, then another': [ask('echo'), chunked, ask('echo')],
    'one that comes before the reply to the one before': [ask('slow'), ask('echo', '2'), ask('echo')],
    'a header that cannot be written': [ask('odd'), `GET /${TOKEN}/ping.txt HTTP/1.1\r\n${HOST}\r\n`],
    'an end behind a plain one': [ask('echo'), ''],
    'a payload of 200 kB': [ask('echo', JSON.stringify('x'.repeat(200_000))), ask('echo')],
  }
  for (const [name, pieces] of Object.entries(others))
    it(name, async () => void (await compare(pieces, name.includes('before the reply') ? 5 : undefined)))

  it('wherever their bytes are split', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aRequest(), { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(600)),
        async (row, ends) => {
          const text = row.join('')
          const places = [...new Set([0, ...ends.filter((end) => end < text.length), text.length])].sort(
            (a, b) => a - b,
          )
          await compare(
            places.slice(1).map((end, index) => text.slice(places[index], end)),
            1,
          )
        },
      ),
      { numRuns: 15 },
    )
  })
})

function aRequest() {
  const fields = fc.array(
    fc.constantFrom('a: b\r\n', 'X-Amz-Log-Type: Tail\r\n', 'x-coldstart-nonce: n\r\n', 'Accept: */*\r\n'),
    {
      maxLength: 3,
    },
  )
  const body = fc.constantFrom('1', '"two"', '{"a":[]}', '{', '"fail"')
  const whole = fc.tuple(fc.constantFrom('echo', 'full', 'broken', 'nobody'), body, fields)
  return fc.oneof(
    whole.map(([name, text, more]) => ask(name, text, more.join(''))),
    fc.constant(chunked),
  )
}

describe.concurrent('a connection on which nothing is asked', () => {
  const both = async (settings: Parameters<typeof openDoor>[1], pieces: readonly Piece[], pace: Pace) => {
    const doors = await Promise.all([openDoor(true, settings), openDoor(false, settings)])
    onTestFinished(() => {
      for (const door of doors) door.close()
    })
    return (await talkToBoth(doors, pieces, pace)).map(({ heard }) => heard)
  }

  it('is closed after the time that its replies say, and a second more', async () => {
    const [ours, theirs] = await both({ keepAliveTimeout: 1000 }, [ask('echo')], 2500)
    expect(ours).toEqual(theirs)
    expect(ours).toMatchObject({ isClosed: true, said: expect.stringContaining('Keep-Alive: timeout=1\r\n') })
  })

  it('is kept for a client that asks again just after the time that it was told', async () => {
    const [ours] = await both({ keepAliveTimeout: 1000 }, [ask('echo'), ask('echo', '2')], 1300)
    expect(ours?.said.match(/HTTP\/1.1 200 /g)).toHaveLength(2)
  })

  it('is told that it was too slow where it began none', async () => {
    const [ours, theirs] = await both({ headersTimeout: 100 }, [undefined], 1600)
    expect(ours).toEqual(theirs)
    expect(ours).toMatchObject({ isClosed: true, said: expect.stringContaining('408 Request Timeout') })
  })
})

it.each([
  ['', ''],
  [', which has its log', 'X-Amz-Log-Type: Tail\r\n'],
])(
  'finds the environment free again for a request that came before the reply to the one before it%s',
  async (_, field) => {
    const single = oneEnvironment('single')
    const door = await openDoor(true, {}, [single.pool])
    onTestFinished(() => door.close())
    const { socket, heard } = await openClient(door.port)
    socket.write(ask('single', '1', field))
    await single.begun
    socket.write(ask('single', '2'))
    // Where the second comes later than this the test proves less, and holds all the same.
    await pause(30)
    single.answer()
    await until(() => heard().said.split('HTTP/1.1').length === 3)
    socket.destroy()
    expect(heard().said.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200'])
  },
)
