import { platform as systemPlatform } from 'node:os'
import { resolve } from 'node:path'
import { rootCertificates } from 'node:tls'
import type { Dispatcher, Pool } from 'undici'
import { ColdstartError, messageOf } from '../core/errors.ts'
import { authorityWords, type CertificateAuthorities, type Network } from '../core/network.ts'
import { parseUrl } from '../core/parse-url.ts'
import { type ProxyRoute, proxyFor } from '../core/proxy-route.ts'
import { readTextFile } from '../core/text-file.ts'

/** Where the way out is described. */
export interface NetworkSettings {
  /** HTTPS_PROXY, HTTP_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** `--ca`: a PEM file. */
  readonly ca?: string | undefined
  readonly throughProxy?: boolean | undefined
  /** @default this machine's */
  readonly platform?: NodeJS.Platform
}

/**
 * Reads proxies and authorities; opens nothing before the first call.
 * @throws ColdstartError `no-such-file`, `bad-certificates` for a `--ca` that holds none
 */
export async function openNetwork(settings: NetworkSettings): Promise<Network> {
  const { env, throughProxy = false, platform = systemPlatform() } = settings
  const authorities = await readAuthorities(settings)
  const routeOf = routesOf(env)
  const dispatchers = new Map<string, Promise<Dispatcher>>()
  return {
    throughProxy,
    proxyFor: routeOf,
    ...(authorities ? { authorities } : {}),
    async fetch(input, init) {
      const address = input instanceof Request ? input.url : String(input)
      const route = routeOf(address)
      const explain = (error: unknown) => {
        throw init?.signal?.aborted ? error : explained(error, route, authorities)
      }
      if (!route && !authorities && platform !== 'win32') return fetch(input, init).catch(explain)
      const key = route ? `${route.shown} ${route.authorization}` : ''
      const dispatcher = dispatchers.get(key) ?? openDispatcher(route, authorities)
      dispatchers.set(key, dispatcher)
      return send([input, init], await dispatcher).catch(explain)
    },
    async close() {
      for (const dispatcher of dispatchers.values()) await (await dispatcher).destroy()
      dispatchers.clear()
    },
  }
}

/** The route of an address, found once for each origin: to read the environment is slow, and each request asks. */
function routesOf(env: NetworkSettings['env']): Network['proxyFor'] {
  const known = new Map<string, ProxyRoute | undefined>()
  return (address) => {
    const { origin } = parseUrl(address)
    if (!known.has(origin)) known.set(origin, proxyFor(address, env))
    return known.get(origin)
  }
}

/** undici's own fetch: that of Node may be of another version, which takes no dispatcher of ours. */
async function send([input, init]: Parameters<typeof fetch>, dispatcher: Dispatcher): Promise<Response> {
  const { fetch: fetchWith } = await import('undici')
  const url = input instanceof Request ? input.url : input
  const sent = await fetchWith(url, { ...init, dispatcher } as Parameters<typeof fetchWith>[1])
  return sent as unknown as Response
}

/** Says which proxy was in the way, and whom this process trusts. */
function explained(
  error: unknown,
  route: ProxyRoute | undefined,
  authorities: CertificateAuthorities | undefined,
): Error {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const { code = '' } = (cause ?? {}) as { code?: string }
  const said = messageOf(cause)
  const trust = authorityWords(`${code} ${said}`, authorities?.from)
  if (!route && trust === '') return error instanceof Error ? error : new Error(said)
  const by = route ? `through the proxy ${route.shown} (${route.variable}): ` : ''
  const plain = Object.assign(new Error(`${by}${said}${trust}`), code ? { code } : {})
  return new TypeError('fetch failed', { cause: plain })
}

/**
 * No keep-alive probes: calls are short, and under wine a socket that is told of them before it is connected does not
 * connect at all, which is how what Windows does is tested here.
 */
const BRIEF = { keepAlive: false }

async function openDispatcher(
  route: ProxyRoute | undefined,
  authorities: CertificateAuthorities | undefined,
): Promise<Dispatcher> {
  const { Agent, Pool, ProxyAgent } = await import('undici')
  const trusted = authorities ? { ca: [...rootCertificates, authorities.pem] } : undefined
  if (!route) return new Agent({ connect: { ...trusted, ...BRIEF } })
  const { shown: uri, authorization: token } = route
  return new ProxyAgent({
    uri,
    clientFactory: (origin, options) => withRefusals(new Pool(origin, options)),
    ...(token ? { token } : {}),
    ...(trusted ? { requestTls: trusted, proxyTls: trusted } : {}),
  })
}

/** fetch takes the proxy's refusal for an abort of the caller's, and drops the status: said here, it is kept. */
function withRefusals(pool: Pool): Pool {
  const connect = pool.connect.bind(pool) as (
    options: Dispatcher.ConnectOptions,
  ) => Promise<Dispatcher.ConnectData>
  pool.connect = (async (options: Dispatcher.ConnectOptions) => {
    const answer = await connect(options)
    const { statusCode } = answer
    if (statusCode === 200) return answer
    answer.socket.on('error', () => {}).destroy()
    throw new Error(`it answered ${statusCode}${statusCode === 407 ? ', which asks for a login' : ''}`)
  }) as typeof pool.connect
  return pool
}

/** Both sources together: an explicit list of authorities takes the place of what Node has read by itself. */
async function readAuthorities({
  env,
  cwd,
  ca,
}: NetworkSettings): Promise<CertificateAuthorities | undefined> {
  const extra = env.NODE_EXTRA_CA_CERTS
  const own = ca === undefined ? undefined : await readOwn(resolve(cwd, ca))
  // One that cannot be read is warned of by Node itself, and passed over.
  const ofNode = extra ? await readTextFile(resolve(cwd, extra)).catch(() => undefined) : undefined
  const pem = [own, ofNode].filter((text) => text !== undefined)
  if (pem.length === 0) return undefined
  const from = [
    ...(own === undefined ? [] : [`--ca ${ca}`]),
    ...(ofNode === undefined ? [] : [`NODE_EXTRA_CA_CERTS=${extra}`]),
  ]
  return { pem: pem.join('\n'), from: from.join(' and ') }
}

async function readOwn(path: string): Promise<string> {
  const text = await readTextFile(path).catch((error: unknown) => {
    if (error instanceof ColdstartError) throw error
    throw new ColdstartError('no-such-file', { path, option: '--ca' })
  })
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw new ColdstartError('bad-certificates', { path })
  return text
}
