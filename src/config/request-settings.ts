import { z } from 'zod'
import { STATUS_WORDS } from '../core/expected-status.ts'
import { listOf } from './value-kinds.ts'

const text = z.string().min(1)

/** A header's name: a token of RFC 9110, 5.6.2. */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/
/** A name that every platform takes for an environment variable. */
const VARIABLE_NAME = /^[A-Za-z_]\w*$/

/** Stands for the value of a variable of this shell, read when the run starts: `env:TOKEN`. */
export const FROM_SHELL = 'env:'

/**
 * `name: value` texts, or a table of names to values; `env:NAME` for a value means that variable. Names in lower
 * case, as HTTP compares them.
 */
export const headerSettings = z
  .union([z.string(), z.array(z.string()), z.record(z.string(), z.string())])
  .transform((value, context): Readonly<Record<string, string>> => {
    const pairs = readPairs(value, ':')
    const isWrong = pairs.some(
      ([name, of]) => !HEADER_NAME.test(name) || of === undefined || /[\r\n]/.test(of),
    )
    if (!isWrong) return Object.fromEntries(pairs.map(([name, of = '']) => [name.toLowerCase(), of]))
    // Not quoted: it may be a secret that lacks its name.
    context.addIssue({ code: 'custom', message: "a header is not written as 'name: value'" })
    return z.NEVER
  })

/**
 * Environment variables of the function: `NAME` (as in this shell), `NAME=value`, or a table of names to values,
 * where `env:OTHER` stands for a variable of this shell.
 */
export const variableSettings = z
  .union([z.string(), z.array(z.string()), z.record(z.string(), z.string())])
  .transform((value, context): Readonly<Record<string, string>> => {
    const pairs = readPairs(value, '=')
    const wrong = pairs.find(([name]) => !VARIABLE_NAME.test(name))
    if (wrong === undefined)
      return Object.fromEntries(pairs.map(([name, of = `${FROM_SHELL}${name}`]) => [name, of]))
    // A word alone is not quoted: it may be a value that lacks its name.
    const message =
      wrong[1] === undefined
        ? 'a variable is not written as NAME or NAME=value'
        : `"${wrong[0]}" is not the name of a variable`
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })

function readPairs(
  value: string | readonly string[] | Readonly<Record<string, string>>,
  divider: string,
): (readonly [name: string, value: string | undefined])[] {
  if (typeof value !== 'string' && !Array.isArray(value)) return Object.entries(value)
  return [value].flat().map((item: string) => {
    const at = item.indexOf(divider)
    if (at === -1) return [item.trim(), undefined] as const
    const of = item.slice(at + 1)
    return [item.slice(0, at).trim(), divider === ':' ? of.trim() : of] as const
  })
}

const method = z
  .string()
  .transform((value) => value.toUpperCase())
  .pipe(z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']))

const status = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(STATUS_WORDS, 'is not a status such as 404, 2xx or 500-503'))

const path = z.string().regex(/^\/\S*$/, 'does not begin with / or holds a space')

/** What a function is asked with, and what is no error of it; of all functions and targets, or of one function. */
export const requestSettings = {
  event: z
    .union([text, z.record(z.string(), z.unknown()), z.array(z.unknown())])
    .exactOptional()
    .describe(
      "Lambda's event: a JSON file, a built-in shape (http-api, sqs, …), or, in a configuration file, the event itself",
    ),
  method: method.exactOptional().describe('HTTP method of the request (default: GET, with a body POST)'),
  path: path.exactOptional().describe('Path and query of the request: /api/users/7?x=1'),
  headers: headerSettings
    .exactOptional()
    .describe('Headers of the request; env:NAME in place of a value is read when the run starts'),
  body: text.exactOptional().describe('Body of the request, or @file'),
  expectStatus: listOf(status)
    .exactOptional()
    .describe('Statuses that are normal answers: 404, 2xx, 500-503'),
  expectType: z.enum(['html']).exactOptional().describe('html, where a page is a normal answer'),
}

/** What a function of the user's own is given to run with. */
export const functionEnvironment = {
  env: variableSettings
    .exactOptional()
    .describe('Variables for the function: NAME, with its value in this shell, or NAME=value'),
  envFile: text.exactOptional().describe('File of NAME=value lines for the function'),
}
