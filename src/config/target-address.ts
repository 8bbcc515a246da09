import { z } from 'zod'
import { ColdstartError } from '../core/errors.ts'

/** A function that runs somewhere already: the name it has in tables, and where it is reached. */
export interface TargetAddress {
  readonly name: string
  /** http, https, or `lambda:<name or ARN>`. */
  readonly url: string
}

/**
 * Reads `name=https://host/path`, or the address alone, which is then named after its host.
 * @throws ColdstartError `bad-target`
 */
export function parseTargetAddress(text: string): TargetAddress {
  const divided = /^([\w./#-]+)=(.+)$/s.exec(text.trim())
  const address = (divided?.[2] ?? text).trim()
  const name = divided?.[1] ?? nameFromAddress(address)
  checkAddress(text, address)
  return { name, url: address }
}

function nameFromAddress(address: string): string {
  if (address.startsWith('lambda:')) return address.slice('lambda:'.length).split(':').at(-1) ?? address
  return URL.canParse(address) ? new URL(address).host : address
}

function checkAddress(text: string, address: string): void {
  if (/^lambda:.+/.test(address)) return
  if (!URL.canParse(address)) throw new ColdstartError('bad-target', { text, reason: 'it is not a URL' })
  const url = new URL(address)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new ColdstartError('bad-target', {
      text,
      reason: `${url.protocol.slice(0, -1)} is not http or https`,
    })
  if (url.username || url.password)
    throw new ColdstartError('bad-target', {
      text,
      reason: 'it holds a user name or a password, which would be written to results',
    })
}

const named = z.strictObject({ name: z.string().min(1), url: z.string().min(1) })

/** `name=url`, several of them, `{name, url}` objects, or a table of names to addresses. */
export const targetAddresses = z
  .union([z.string(), z.array(z.union([z.string(), named])), z.record(z.string(), z.string())])
  .transform((value, context): TargetAddress[] => {
    const read = readAddresses(value)
    const twice = read.find((target, index) => read.findIndex(({ name }) => name === target.name) !== index)
    if (!twice) return read
    context.addIssue({ code: 'custom', message: `names two targets "${twice.name}"` })
    return z.NEVER
  })

type AddressesAsWritten = string | (string | z.infer<typeof named>)[] | Record<string, string>

function readAddresses(value: AddressesAsWritten): TargetAddress[] {
  if (typeof value === 'string')
    return value
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(parseTargetAddress)
  if (!Array.isArray(value))
    return Object.entries(value).map(([name, url]) => parseTargetAddress(`${name}=${url}`))
  return value.map((item) => parseTargetAddress(typeof item === 'string' ? item : `${item.name}=${item.url}`))
}
