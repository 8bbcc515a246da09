import { z } from 'zod'
import { ColdstartError } from '../core/errors.ts'
import { hideAddressValues } from '../core/hide-address-values.ts'
import { type SealedValue, sealedValue } from '../core/sealed-value.ts'

/** A function that runs somewhere already: the name it has in tables, and where it is reached. */
export interface TargetAddress {
  readonly name: string
  /** http, https, or `lambda:<name or ARN>`. */
  readonly url: string
  /** In a recorded run: what the hashes in the address stand for. */
  readonly sealed?: SealedValue[]
}

/** By which a Lambda function of the user's own is named, which may have no URL. */
const LAMBDA = 'lambda:'

/** The name or ARN of a Lambda function, undefined for a URL. */
export function lambdaReferenceOf(address: string): string | undefined {
  return address.startsWith(LAMBDA) ? address.slice(LAMBDA.length) : undefined
}

/** What an address begins with; whatever stands before it and `=` is a name. */
const SCHEME = String.raw`(?:[a-z][a-z\d+.-]*:\/\/|${LAMBDA})`
const STARTS_WITH_SCHEME = new RegExp(`^${SCHEME}`, 'i')
/** Letters, digits and what names of functions have; nothing that a shell, a table or a budget would read otherwise. */
const NAME = /^[\p{L}\p{N}._/#:@+[\]-]+$/u
/** Between two addresses, and not the commas of a query: what follows must begin like an address of its own. */
const BETWEEN = new RegExp(String.raw`[\s,]+(?=(?:[\p{L}\p{N}._/#:@+-]+=)?${SCHEME})`, 'iu')

/**
 * Reads `name=https://host/path`, or the address alone, which is then named after its host and port. The address
 * is taken as it is: ports, IPv6 in brackets, colons, commas and `=` in paths and queries.
 * @throws ColdstartError `bad-target`
 */
export function parseTargetAddress(text: string): TargetAddress {
  const trimmed = text.trim()
  const divider = STARTS_WITH_SCHEME.test(trimmed) ? -1 : trimmed.indexOf('=')
  const address = trimmed.slice(divider + 1).trim()
  checkAddress(text, address)
  const name = divider === -1 ? nameFromAddress(address) : trimmed.slice(0, divider).trim()
  if (divider !== -1 && !NAME.test(name))
    throw new ColdstartError('bad-target', {
      text: hideAddressValues(text),
      reason: `the name "${hideAddressValues(name)}" may hold letters, digits and . _ - / # : @ + [ ] only`,
    })
  return { name, url: address }
}

function nameFromAddress(address: string): string {
  const reference = lambdaReferenceOf(address)
  if (reference !== undefined) return reference.split(':').at(-1) ?? address
  return new URL(address).host
}

function checkAddress(given: string, address: string): void {
  const text = hideAddressValues(given)
  if (lambdaReferenceOf(address)) return
  if (/\s/.test(address)) throw new ColdstartError('bad-target', { text, reason: 'it holds a space' })
  if (!URL.canParse(address)) throw new ColdstartError('bad-target', { text, reason: 'it is not a URL' })
  const url = new URL(address)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new ColdstartError('bad-target', {
      text,
      reason: `${url.protocol.slice(0, -1)} is not http or https`,
    })
}

const named = z.strictObject({
  name: z.string().min(1),
  url: z.string().min(1),
  sealed: z.array(sealedValue).exactOptional(),
})

/** `name=url`, several of them, `{name, url}` objects, or a table of names to addresses. */
export const targetAddresses = z
  .union([z.string(), z.array(z.union([z.string(), named])), z.record(z.string(), z.string())])
  .transform((value, context): TargetAddress[] => {
    const read = readAddresses(value)
    const twice = read.find((target, index) => read.findIndex(({ name }) => name === target.name) !== index)
    if (!twice) return read
    context.addIssue({ code: 'custom', message: `it names two targets "${twice.name}"` })
    return z.NEVER
  })

type AddressesAsWritten = string | (string | z.infer<typeof named>)[] | Record<string, string>

function readAddresses(value: AddressesAsWritten): TargetAddress[] {
  if (typeof value === 'string') return value.split(BETWEEN).map(parseTargetAddress)
  if (!Array.isArray(value))
    return Object.entries(value).map(([name, url]) => parseTargetAddress(`${name}=${url}`))
  return value.flatMap((item) => {
    if (typeof item === 'string') return readAddresses(item)
    const read = readAddresses({ [item.name]: item.url })
    return item.sealed ? read.map((target) => ({ ...target, sealed: item.sealed ?? [] })) : read
  })
}
