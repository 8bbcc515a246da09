import { BlockList, isIP } from 'node:net'
import { ColdstartError } from '../../core/errors.ts'

/** Where a worker sends requests to, and nowhere else. */
export interface AllowList {
  allows(url: string): boolean
  /** Hosts that are allowed by their own names, and so wherever they lead, also into the network that the worker is in. */
  readonly named: readonly string[]
}

interface Pattern {
  readonly protocol: string
  readonly host: string
  /** Any host below `host`, and not itself. */
  readonly below: boolean
  readonly port: string
}

/**
 * Reads `https://*.example.com`, `https://api.example.com`, `http://127.0.0.1:8080`: scheme, host and port must agree;
 * `*.` stands for any name below a domain of two parts or more.
 * @throws ColdstartError `bad-allow-pattern`
 */
export function readAllowList(texts: readonly string[]): AllowList {
  const patterns = texts.map(readPattern)
  return {
    named: patterns.flatMap(({ below, host }) => (below ? [] : [host])),
    allows(text) {
      if (!URL.canParse(text)) return false
      const url = new URL(text)
      return patterns.some((pattern) => matches(pattern, url))
    },
  }
}

function readPattern(text: string): Pattern {
  const bad = (reason: string) => new ColdstartError('bad-allow-pattern', { text, reason })
  const below = /^https?:\/\/\*\./.test(text)
  const plain = below ? text.replace('*.', '') : text
  if (plain.includes('*')) throw bad('a * stands only for the names below a domain: https://*.example.com')
  if (!URL.canParse(plain)) throw bad('it is not a URL')
  const { protocol, hostname: host, port, pathname, search, hash, username } = new URL(plain)
  if (protocol !== 'http:' && protocol !== 'https:') throw bad('it is neither http nor https')
  if (pathname !== '/' || search || hash || username)
    throw bad('it may have a scheme, a host and a port only')
  if (below && (isIP(host) !== 0 || !host.includes('.')))
    throw bad('what follows *. must be a domain of two parts or more')
  return { protocol, host, below, port }
}

function matches({ protocol, host, below, port }: Pattern, url: URL): boolean {
  if (url.protocol !== protocol || url.port !== port) return false
  return below ? url.hostname.endsWith(`.${host}`) : url.hostname === host
}

/** https://www.iana.org/assignments/iana-ipv4-special-registry and the one of IPv6: what is not reached from everywhere. */
const INWARD: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  ['::', 127, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
]

const inward = new BlockList()
for (const [network, prefix, family] of INWARD) inward.addSubnet(network, prefix, family)

/** Whether an address leads into the machine, its network or its cloud's metadata, and not to the open Internet. */
export function leadsInward(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const plain = mapped ?? address
  return inward.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}
