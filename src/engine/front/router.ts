import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Contract, contracts } from '../../workload/contract.ts'
import type { FunctionPool } from '../function-pool.ts'
import { answerCloudflare } from './cloudflare.ts'
import { badGateway, type FrontRequest, send } from './front-request.ts'
import { answerGoogle } from './google.ts'
import { answerInvoke, functionNameOf, sendUnknownFunction } from './lambda-invoke.ts'
import { answerFunctionUrl } from './lambda-url.ts'
import { answerNetlify } from './netlify.ts'
import { sendOwn } from './own-reply.ts'
import { answerVercel } from './vercel.ts'

/** Paths after the token, as on the real hosts; a function URL has a host of its own there, a folder here. */
export const paths = {
  invoke: (name: string) => `/2015-03-31/functions/${name}/invocations`,
  functionUrl: (name: string) => `/lambda-url/${name}/`,
  vercel: (name: string) => `/api/${name}`,
  netlify: (name: string) => `/.netlify/functions/${name}`,
  google: (name: string) => `/google/${name}`,
  cloudflare: (name: string) => `/cloudflare/${name}`,
  /** The host of one function, whatever its contract: what follows is the path that the function sees. */
  site: (contract: Contract, name: string) => `/site/${contract}/${name}`,
  /** Reaches the engine and never runs a function. */
  ping: '/ping.txt',
}

const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/

interface Door {
  readonly contract: Contract
  readonly pattern: RegExp
  /** Path the function sees: from the match to the end, or what follows it. */
  readonly seen: 'all' | 'rest'
  readonly answer: (asked: FrontRequest) => Promise<void>
}

const DOORS: readonly Door[] = [
  {
    contract: 'lambda',
    pattern: INVOKE,
    seen: 'all',
    answer: answerInvoke,
  },
  { contract: 'lambda', pattern: /^\/lambda-url\/([\w-]+)(?=\/|$)/, seen: 'rest', answer: answerFunctionUrl },
  { contract: 'vercel', pattern: /^\/api\/([\w-]+)$/, seen: 'all', answer: answerVercel },
  {
    contract: 'netlify',
    pattern: /^\/\.netlify\/functions\/([\w-]+)(?=\/|$)/,
    seen: 'all',
    answer: answerNetlify,
  },
  { contract: 'google', pattern: /^\/google\/([\w-]+)(?=\/|$)/, seen: 'rest', answer: answerGoogle },
  {
    contract: 'cloudflare',
    pattern: /^\/cloudflare\/([\w-]+)(?=\/|$)/,
    seen: 'rest',
    answer: answerCloudflare,
  },
]

/**
 * The one listener of the engine. Every path begins with the token; anything else is 404, so that another user
 * of the machine learns nothing and runs nothing.
 */
export function makeRouter(token: string, pools: readonly FunctionPool[]) {
  const pathOf = makeGate(token)
  return (req: IncomingMessage, res: ServerResponse): void => {
    const url = pathOf(req.url ?? '/')
    if (url !== undefined) route(url, req, res, pools).catch((error: unknown) => breakOff(res, error))
    else notFound(req, res)
  }
}

/** What follows the token in an address; undefined where another is given. */
function makeGate(token: string): (url: string) => string | undefined {
  const prefix = Buffer.from(`/${token}/`)
  return (url) => {
    const given = Buffer.from(url.slice(0, prefix.length))
    const isOurs = given.length === prefix.length && timingSafeEqual(given, prefix)
    return isOurs ? url.slice(prefix.length - 1) : undefined
  }
}

/** Finds the function that a request's target invokes by Lambda's Invoke, by its bare name; undefined for every other target. */
export function makeInvokeFinder(
  token: string,
  pools: readonly FunctionPool[],
): (target: string) => FunctionPool | undefined {
  const pathOf = makeGate(token)
  return (target) => {
    const found = INVOKE.exec(pathOf(target) ?? '')
    return found ? findPool(pools, 'lambda', found[1]) : undefined
  }
}

function findPool(pools: readonly FunctionPool[], contract: string, name: string | undefined) {
  return pools.find(({ options }) => options.contract === contract && options.name === name)
}

async function route(url: string, req: IncomingMessage, res: ServerResponse, pools: readonly FunctionPool[]) {
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  const query = mark < 0 ? '' : url.slice(mark)
  if (path === paths.ping) return send(res, 200, { 'content-type': 'text/plain' }, 'pong\n')
  const site = SITE.exec(path)
  if (site) return answerSite(site, query, req, res, pools)
  for (const { contract, pattern, seen, answer } of DOORS) {
    const found = pattern.exec(path)
    if (!found) continue
    const name = functionNameOf(found[1] ?? '')
    const pool = findPool(pools, contract, name)
    if (!pool) return answer === answerInvoke ? sendUnknownFunction({ res }, name) : notFound(req, res)
    const inside = seen === 'all' ? path : path.slice(found[0].length) || '/'
    return answer({ req, res, pool, path: inside + query })
  }
  notFound(req, res)
}

const SITE = new RegExp(`^/site/(${contracts.join('|')})/([\\w-]+)(/.*)?$`)

async function answerSite(
  [, contract, name, path = '/']: RegExpExecArray,
  query: string,
  req: IncomingMessage,
  res: ServerResponse,
  pools: readonly FunctionPool[],
) {
  const pool = findPool(pools, contract ?? '', name)
  if (!pool) return notFound(req, res)
  return SITE_ANSWERS[pool.options.contract]({ req, res, pool, path: path + query })
}

const SITE_ANSWERS = {
  lambda: answerFunctionUrl,
  vercel: answerVercel,
  netlify: answerNetlify,
  google: answerGoogle,
  cloudflare: answerCloudflare,
} as const satisfies Record<Contract, unknown>

function notFound(req: IncomingMessage, res: ServerResponse): void {
  req.resume()
  send(res, 404, { 'content-type': 'text/plain' }, 'Not found\n')
}

/** A function's reply that cannot be understood ends as a bad gateway; one that broke off, as a closed connection. */
function breakOff(res: ServerResponse, error: unknown): void {
  if (res.headersSent) res.destroy()
  else sendOwn(res, badGateway(error))
}
