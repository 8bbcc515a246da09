import { type IncomingMessage, type ServerResponse, STATUS_CODES, request as send } from 'node:http'
import { systemClock } from '../../src/core/system-clock.ts'
import { startPlatformServer } from './platform-server.ts'

/** How a platform quotes what it was sent: in which kind of body, with which status. */
export interface Planting {
  /** The first API call that is answered so; earlier ones go through. */
  readonly fromCall: number
  /** The platform's own status, with its own body, where it is left out. */
  readonly status?: number
  readonly body: 'own' | 'json' | 'html' | 'xml' | 'text'
  /** Characters before each secret, so that words that are cut short are cut in the middle of one. */
  readonly padding: number
}

export interface PlantingProxy {
  readonly url: string
  /** API calls so far. */
  calls(): number
  /** Undefined: nothing is planted. */
  plant(planting: Planting | undefined): void
  close(): Promise<void>
}

/**
 * Stands before a stand-in and puts secrets in every field of its replies: the status text, headers of every name that
 * anybody reads, and every string of the body.
 * @param secrets all that the client has or was given by the time of the call
 */
export async function startPlantingProxy(
  upstream: string,
  secrets: () => readonly string[],
): Promise<PlantingProxy> {
  let count = 0
  let planting: Planting | undefined
  const server = await startPlatformServer(
    () => systemClock,
    async (request, response) => {
      const body = Buffer.concat(await request.toArray())
      // What the client has by now; a token of a reply that it never gets is not among it.
      const known = secrets()
      const reply = await passOn(upstream, request, body)
      const index = count++
      // A token with words in it would be another token, of which nobody knows.
      const givesToken = request.url?.endsWith('/token') && (planting?.status ?? reply.status) < 400
      if (planting && index >= planting.fromCall && !givesToken) plantIn(response, reply, planting, known)
      else response.writeHead(reply.status, reply.headers).end(reply.text)
    },
  )
  return {
    url: server.url,
    calls: () => count,
    plant(next) {
      planting = next
      count = 0
    },
    close: () => server.close(),
  }
}

interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

function plantIn(
  response: ServerResponse,
  reply: Reply,
  planting: Planting,
  secrets: readonly string[],
): void {
  const words = `${'x'.repeat(planting.padding)} ${quote(secrets)}`
  const status = planting.status ?? reply.status
  response.writeHead(
    status,
    asciiOf(`${STATUS_CODES[status]} ${words}`),
    plantedHeaders(words, reply.headers),
  )
  response.end(plantedBody(planting.body, words, reply.text))
}

async function passOn(upstream: string, request: IncomingMessage, body: Buffer): Promise<Reply> {
  const { connection: _, ...passed } = request.headers
  const headers = { ...passed, 'content-length': body.length }
  const { method = 'GET' } = request
  return new Promise((resolve, reject) => {
    const sent = send(upstream + request.url, { method, headers }, (reply) => {
      reply.toArray().then((chunks) => {
        const kept = ['content-type', 'x-amzn-errortype', 'retry-after', 'date'].flatMap((name) => {
          const value = reply.headers[name]
          return typeof value === 'string' ? [[name, value]] : []
        })
        const text = Buffer.concat(chunks).toString()
        resolve({ status: reply.statusCode ?? 500, headers: Object.fromEntries(kept), text })
      }, reject)
    })
    sent.once('error', reject).end(body)
  })
}

/** As it is, as in a URL, as in a header of authorisation, and as JSON may spell it. */
function quote(secrets: readonly string[]): string {
  return secrets.flatMap((one) => [one, encodeURIComponent(one), `Bearer ${one}`]).join(' ')
}

function plantedHeaders(words: string, own: Readonly<Record<string, string>>): Record<string, string> {
  const named = [
    'www-authenticate',
    'x-vercel-error',
    'x-vercel-id',
    'x-nf-request-id',
    'x-amzn-requestid',
    'x-amzn-errortype',
    'x-request-id',
    'retry-after',
    'location',
    'server',
    'warning',
  ]
  const text = asciiOf(words).slice(0, 6000)
  return {
    'content-type': 'application/json',
    ...own,
    ...Object.fromEntries(named.map((name) => [name, text])),
  }
}

function plantedBody(kind: Planting['body'], words: string, own: string): string {
  if (kind === 'own') return planted(own, words)
  if (kind === 'html') return `<!doctype html><title>${words}</title><p>${words}</p>`
  if (kind === 'xml')
    return `<ErrorResponse><Error><Type>Sender</Type><Code>${words}</Code><Message>${words}</Message></Error></ErrorResponse>`
  if (kind === 'text') return words
  const link = { url: `https://console.example/?t=${encodeURIComponent(words)}`, description: words }
  const details = [
    { reason: words, domain: words, metadata: { service: words, activationUrl: words, consumer: words } },
    { links: [link] },
  ]
  const error = { code: words, status: words, message: words, details, missing: [words] }
  return JSON.stringify({
    error,
    code: words,
    message: words,
    Message: words,
    errors: { [words]: [words] },
    __type: words,
  })
}

/** The platform's own reply with the words after every string in it. */
function planted(own: string, words: string): string {
  try {
    return JSON.stringify(JSON.parse(own), (_, value) =>
      typeof value === 'string' ? `${value} ${words}` : value,
    )
  } catch {
    return own.replace(/>([^<]+)</g, (_, text) => `>${text} ${words}<`)
  }
}

function asciiOf(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, ' ')
}
