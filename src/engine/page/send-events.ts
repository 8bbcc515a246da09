import type { IncomingMessage, ServerResponse } from 'node:http'
import type { EventStream, StampedEvent } from '../event-stream.ts'
import type { Headers } from '../front/front-request.ts'

/** More than this on its way to a reader who does not read, bytes, and it is dropped; it may come back and go on. */
const MOST_UNREAD = 64 * 1024
/** How often something is written where nothing happens, so that a reader who is gone is noticed. */
const HEARTBEAT_MS = 15_000

/**
 * The engine's events as server-sent events, until the reader goes. One that comes back (`Last-Event-ID`) gets what it
 * has missed; `whole` goes before everything there is to know, in place of what was known. `clock` tells the engine's
 * time, which stamps are by; `now` follows what had happened before.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function sendEvents(
  req: IncomingMessage,
  res: ServerResponse,
  stream: EventStream,
  headers: Headers,
): void {
  res.writeHead(200, { ...headers, 'content-type': 'text/event-stream' })
  const write = (text: string) => {
    if (res.writableLength > MOST_UNREAD) res.destroy()
    else res.write(text)
  }
  const { isWhole, events } = stream.since(readLastId(req))
  const first = [`retry: 1000\n\n`, `event: clock\ndata: ${performance.now()}\n\n`]
  if (isWhole) first.push('event: whole\ndata:\n\n')
  write([...first, ...events.map(eventText), 'event: now\ndata:\n\n'].join(''))
  const forget = stream.listen((stamped) => write(eventText(stamped)))
  const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS)
  heartbeat.unref()
  res.once('close', () => {
    forget()
    clearInterval(heartbeat)
  })
}

function readLastId({ headers }: IncomingMessage): number | undefined {
  const id = headers['last-event-id']
  return typeof id === 'string' && /^\d{1,15}$/.test(id) ? Number(id) : undefined
}

function eventText({ id, event }: StampedEvent): string {
  return `id: ${id}\ndata: ${JSON.stringify(event)}\n\n`
}
