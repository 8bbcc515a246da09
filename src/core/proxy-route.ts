import { BlockList, isIP } from 'node:net'
import { ColdstartError } from './errors.ts'
import { bareHost, parseUrl } from './parse-url.ts'
import { percentDecoded } from './query-variables.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The proxy by which an address is reached. */
export interface ProxyRoute {
  readonly host: string
  readonly port: number
  /** The way to the proxy itself is TLS. */
  readonly isSecure: boolean
  /** Value of `Proxy-Authorization`; a secret, in memory only. */
  readonly authorization?: string
  /** For people: scheme, host and port, without user name and password. */
  readonly shown: string
  /** The variable that names it: `HTTPS_PROXY`. */
  readonly variable: string
}

/** For https; in their order, lower case first, as curl and undici read them. */
const HTTPS_VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY']
const HTTP_VARIABLES = ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY']

/**
 * The proxy that the environment prescribes for an address; undefined where it is reached directly. An https address
 * falls back on HTTP_PROXY, as with undici's EnvHttpProxyAgent; empty variables count as not set.
 * @throws ColdstartError `bad-proxy` for what is no http or https proxy
 */
export function proxyFor(address: string, env: Environment): ProxyRoute | undefined {
  const url = parseUrl(address)
  const names = url.protocol === 'https:' ? HTTPS_VARIABLES : HTTP_VARIABLES
  const variable = names.find((name) => (env[name] ?? '').trim() !== '')
  if (variable === undefined || isExempt(url, env.no_proxy ?? env.NO_PROXY ?? '')) return undefined
  return readProxy(env[variable] ?? '', variable)
}

function readProxy(text: string, variable: string): ProxyRoute {
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(text.trim()) ? text.trim() : `http://${text.trim()}`
  const url = URL.canParse(whole) ? new URL(whole) : undefined
  if (!url || url.hostname === '') throw new ColdstartError('bad-proxy', { variable })
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new ColdstartError('bad-proxy', { variable, scheme: url.protocol.slice(0, -1) })
  const isSecure = url.protocol === 'https:'
  const port = Number(url.port) || (isSecure ? 443 : 80)
  return {
    host: bareHost(url),
    port,
    isSecure,
    ...authorizationOf(url),
    shown: `${url.protocol}//${url.hostname}:${port}`,
    variable,
  }
}

function authorizationOf({ username, password }: URL): Pick<ProxyRoute, 'authorization'> {
  if (username === '' && password === '') return {}
  // A password may hold a `%` that is no escape.
  const pair = `${percentDecoded(username)}:${percentDecoded(password)}`
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
}

/**
 * NO_PROXY, divided by commas or spaces: `*`, a host, a domain with all below it (`example.com`, `.example.com`,
 * `*.example.com`), an address, an IPv4 or IPv6 range (`10.0.0.0/8`), each with a port where one is meant.
 */
function isExempt(url: URL, list: string): boolean {
  const host = bareHost(url).toLowerCase()
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => matches(entry.toLowerCase(), host, port))
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true
  const range = /^([\da-f.:]+)\/(\d+)$/.exec(entry)
  if (range) return isInRange(host, range[1] ?? '', Number(range[2]))
  const parts = isIP(entry) ? null : (/^\[(.+)\](?::(\d+))?$/.exec(entry) ?? /^(.+):(\d+)$/.exec(entry))
  const [, itsHost = entry, wanted = port] = parts ?? []
  if (wanted !== port) return false
  const name = itsHost.replace(/^\*?\./, '')
  return host === name || host.endsWith(`.${name}`)
}

function isInRange(host: string, net: string, bits: number): boolean {
  const family = isIP(net)
  if (family === 0 || isIP(host) !== family || bits > (family === 4 ? 32 : 128)) return false
  const type = family === 4 ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  list.addSubnet(net, bits, type)
  return list.check(host, type)
}
