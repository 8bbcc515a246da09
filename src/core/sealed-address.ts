import { percentDecoded, variableNamed } from './query-variables.ts'
import { type OpenValue, type SealedValue, sealValue } from './sealed-value.ts'
import { splitOnce } from './split-once.ts'

/** A URL as it is called, and as it is stored. */
export interface SealedAddress {
  /** With every value in its place. */
  readonly open: string
  /** The same with hashes in place of query values, user name and password. */
  readonly stored: string
  readonly sealed: readonly SealedValue[]
}

/** With what, and how far, an address is sealed. */
export interface SealOptions {
  readonly salt: string
  /** Query values that were typed are kept as they are; user names, passwords and `env:` values never. */
  readonly keepQuery: boolean
  /** Gives the value that stands for `env:NAME`; throws where there is none. */
  readonly variable: (name: string) => string
}

/** A part of a URL: `user name`, `password`, or the name of a query parameter. */
interface Part {
  readonly name: string
  readonly text: string
  readonly isQuery: boolean
}

/**
 * Takes the values out of a URL. Everything else stays as it was written; the fragment, which is never sent, goes.
 * @param address http or https
 */
export function sealAddress(address: string, options: SealOptions): SealedAddress {
  const [whole = '', query] = splitOnce(address.replace(/#.*$/s, ''), '?')
  const found = /^([a-z]+:\/\/)([^/@]*)@(.*)$/is.exec(whole)
  const [, scheme = '', userInfo, rest = ''] = found ?? ['', '', undefined, whole]
  const sealed: SealedValue[] = []
  const write = (part: Part) => {
    const { open, hidden } = readPart(part, options)
    if (!hidden) return { open, stored: part.text }
    const value = sealValue(hidden, options.salt)
    sealed.push(value)
    return { open, stored: value.hash }
  }
  const user = userInfo === undefined ? undefined : writeUserInfo(userInfo, write)
  const pairs = query?.split('&').map((pair) => writePair(pair, write))
  const join = (side: 'open' | 'stored') =>
    scheme +
    (user ? `${user[side]}@` : '') +
    rest +
    (pairs ? `?${pairs.map((pair) => pair[side]).join('&')}` : '')
  return { open: join('open'), stored: join('stored'), sealed }
}

type Write = (part: Part) => { readonly open: string; readonly stored: string }

function writeUserInfo(text: string, write: Write) {
  const [name = '', password] = splitOnce(text, ':')
  const user = write({ name: 'user name', text: name, isQuery: false })
  if (password === undefined) return user
  const secret = write({ name: 'password', text: password, isQuery: false })
  return { open: `${user.open}:${secret.open}`, stored: `${user.stored}:${secret.stored}` }
}

/** `name=value`; a lone word may be a key as well. */
function writePair(pair: string, write: Write) {
  const [name = '', value] = splitOnce(pair, '=')
  if (value === undefined) return write({ name: 'query', text: pair, isQuery: true })
  const { open, stored } = write({ name: percentDecoded(name), text: value, isQuery: true })
  return { open: `${name}=${open}`, stored: `${name}=${stored}` }
}

function readPart(
  { name, text, isQuery }: Part,
  { keepQuery, variable }: SealOptions,
): { readonly open: string; readonly hidden?: OpenValue } {
  const source = variableNamed(text)
  if (source !== undefined) {
    const value = variable(source)
    return { open: encodeURIComponent(value), hidden: { name, value, from: 'env', source } }
  }
  if (text === '' || (isQuery && keepQuery)) return { open: text }
  return { open: text, hidden: { name, value: text, from: 'literal' } }
}
