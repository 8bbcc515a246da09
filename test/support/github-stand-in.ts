import type { IncomingMessage } from 'node:http'
import { systemClock } from '../../src/core/system-clock.ts'
import { startPlatformServer } from './platform-server.ts'

export interface StandInComment {
  readonly id: number
  body: string
  readonly user: { readonly login: string; readonly type: 'Bot' | 'User' }
  readonly author_association: string
}

/** GitHub's comments of one repository, strict about what its documentation asks for. */
export interface GitHubStandIn {
  readonly url: string
  readonly comments: StandInComment[]
  /** `POST /repos/…`, in the order they came. */
  readonly calls: string[]
  /** A token of a pull request from a fork: reads, and is refused every write. */
  readOnly: boolean
  /** Given in place of the next answers. */
  readonly failures: { readonly status: number; readonly message: string }[]
  close(): Promise<void>
}

const OF_PULL = '/repos/o/r/issues/7/comments'
const READ_ONLY = 'Resource not accessible by integration'

type Answer = [status: number, json: unknown]

/** @param token the only one that is let in */
export async function startGitHub(token: string): Promise<GitHubStandIn> {
  const server = await startPlatformServer(
    () => systemClock,
    async (request, response) => {
      const body = await readBody(request)
      const [status, json] = answer(standIn, token, request, body)
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
      response.end(JSON.stringify(json))
    },
  )
  const standIn: GitHubStandIn = {
    url: server.url,
    comments: [],
    calls: [],
    readOnly: false,
    failures: [],
    close: () => server.close(),
  }
  return standIn
}

function answer(
  { calls, failures, comments, readOnly }: GitHubStandIn,
  token: string,
  { headers, method = '', url = '' }: IncomingMessage,
  body: string,
): Answer {
  if (headers.authorization !== `Bearer ${token}`) return [401, { message: 'Bad credentials' }]
  if (!headers['user-agent']) return [403, { message: 'Request forbidden by administrative rules' }]
  const { pathname, searchParams } = new URL(url, 'http://github')
  const call = `${method} ${pathname}`
  calls.push(call)
  const failure = failures.shift()
  if (failure) return [failure.status, { message: failure.message }]
  if (method === 'GET') return list(comments, pathname, searchParams)
  return readOnly ? [403, { message: READ_ONLY }] : write(comments, call, body)
}

function list(comments: readonly StandInComment[], pathname: string, query: URLSearchParams): Answer {
  if (pathname !== OF_PULL) return [404, { message: 'Not Found' }]
  const [page, size] = [Number(query.get('page') ?? 1), Number(query.get('per_page') ?? 30)]
  return [200, comments.slice((page - 1) * size, page * size)]
}

function write(comments: StandInComment[], call: string, body: string): Answer {
  if (body.length > 65_536) return [422, { message: 'Validation Failed' }]
  if (call === `POST ${OF_PULL}`) {
    const user = { login: 'github-actions[bot]', type: 'Bot' } as const
    const made = { id: 100 + comments.length, body, user, author_association: 'NONE' }
    comments.push(made)
    return [201, made]
  }
  const id = /^PATCH \/repos\/o\/r\/issues\/comments\/(\d+)$/.exec(call)?.[1]
  const found = comments.find((one) => one.id === Number(id))
  if (found) found.body = body
  return found ? [200, found] : [404, { message: 'Not Found' }]
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  const text = Buffer.concat(pieces).toString()
  return text === '' ? '' : String((JSON.parse(text) as { body?: unknown }).body ?? '')
}
