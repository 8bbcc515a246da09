import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { randomName } from '../../core/ids.ts'
import { splitOnce } from '../../core/split-once.ts'
import { type Headers, send } from '../front/front-request.ts'
import { changeSettings } from './change-settings.ts'
import { isFromElsewhere } from './from-elsewhere.ts'
import type { PageParts } from './page-parts.ts'
import { sendEvents } from './send-events.ts'
import { sendRequests } from './send-requests.ts'

/** Stands in the document where the nonce goes. */
export const NONCE_MARK = '{{nonce}}'

/** The header in which the page's own requests bring its token; no other site can set it unasked. */
const TOKEN_HEADER = 'coldstart-token'

interface PageDoor {
  /** With the token; nobody else learns that there is a page. */
  readonly url: string
  /** @returns false for what is not the page's: it has been left alone */
  answer(req: IncomingMessage, res: ServerResponse): boolean
}

/** Nothing is loaded from elsewhere, nothing foreign runs, and nobody puts the page into a frame. */
function documentHeaders(nonce: string): Headers {
  const only = `'nonce-${nonce}'`
  return {
    ...COMMON_HEADERS,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; script-src ${only}; style-src ${only}; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'cross-origin-opener-policy': 'same-origin',
    'x-frame-options': 'DENY',
  }
}

const COMMON_HEADERS: Headers = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/**
 * The page on `/` that shows the engine at work, its events, and what its buttons do. Each needs the page's token, in
 * the query or in {@link TOKEN_HEADER}; without it the path is as unknown as any other.
 */
export function makePageDoor(parts: PageParts): PageDoor {
  const token = randomName(24)
  return {
    url: `http://127.0.0.1:${parts.port}/?token=${token}`,
    answer(req, res) {
      const [path, query] = splitOnce(req.url ?? '/', '?')
      const door = DOORS[`${req.method} ${path}`]
      const given = req.method === 'GET' ? new URLSearchParams(query).get('token') : req.headers[TOKEN_HEADER]
      if (!door || typeof given !== 'string' || !isSame(given, token)) return false
      if (isFromElsewhere(req, parts.port)) refuse(req, res, 403, 'Forbidden')
      else door(req, res, parts).catch((error: unknown) => refuse(req, res, 500, String(error)))
      return true
    },
  }
}

type Door = (req: IncomingMessage, res: ServerResponse, parts: PageParts) => Promise<void>

const DOORS: Readonly<Record<string, Door>> = {
  'GET /': async (_req, res, { document }) => {
    const nonce = randomBytes(16).toString('base64')
    send(res, 200, documentHeaders(nonce), document.replaceAll(NONCE_MARK, nonce))
  },
  'GET /events': async (req, res, { stream }) => sendEvents(req, res, stream, COMMON_HEADERS),
  'POST /requests': async (req, res, parts) => answer(res, await sendRequests(req, parts)),
  'POST /settings': async (req, res, parts) => answer(res, await changeSettings(req, parts)),
}

/** @param problem what is wrong with what was asked, in words; undefined where nothing is */
function answer(res: ServerResponse, problem: string | undefined): void {
  const headers = { ...COMMON_HEADERS, 'content-type': 'application/json' }
  if (problem === undefined) send(res, 202, headers, '{}')
  else send(res, 400, headers, JSON.stringify({ problem }))
}

function refuse(req: IncomingMessage, res: ServerResponse, status: number, words: string): void {
  req.resume()
  if (res.headersSent) res.destroy()
  else send(res, status, { ...COMMON_HEADERS, 'content-type': 'text/plain' }, `${words}\n`)
}

/** In a time that does not depend on how much is right. */
function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)]
  return one.length === other.length && timingSafeEqual(one, other)
}
