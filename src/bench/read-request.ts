import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import type { BenchConfig } from '../config/bench-config.ts'
import type { FunctionSettings } from '../config/function-settings.ts'
import { FROM_SHELL } from '../config/request-settings.ts'
import { ColdstartError, isColdstartError, messageOf } from '../core/errors.ts'
import { withQueryVariables } from '../core/query-variables.ts'
import { isCommonHeader } from '../core/request-secrets.ts'
import { suggestionFor } from '../core/suggestion.ts'
import { readTextFile } from '../core/text-file.ts'
import { type EventShape, eventShapes } from '../workload/event-shape-names.ts'
import { makeEvent } from '../workload/event-shapes.ts'
import type { FunctionRequest, NodeBinary } from '../workload/workload-description.ts'
import type { WordReaders } from './sealed-words.ts'

/** Where the user's words are looked up: his folder and his shell's variables. */
export interface Surroundings {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** By the names of functions: the Node that runs them on the local engine, in place of this one. */
  readonly nodes?: ReadonlyMap<string, NodeBinary>
}

/** What is asked and given, of the run or of one function. */
type Asked = Pick<
  BenchConfig,
  'event' | 'method' | 'path' | 'headers' | 'body' | 'expectStatus' | 'expectType' | 'env' | 'envFile'
>

/** The settings of one function over those of the run; headers and variables of both. */
export function askedOf(config: BenchConfig, own: Partial<FunctionSettings> = {}): Asked {
  const { event, method, path, body, expectStatus, expectType, envFile } = { ...config, ...own }
  const headers = { ...config.headers, ...own.headers }
  const env = { ...config.env, ...own.env }
  return {
    ...(event !== undefined && { event }),
    ...(method && { method }),
    ...(path && { path }),
    ...(body !== undefined && { body }),
    ...(expectStatus && { expectStatus }),
    ...(expectType && { expectType }),
    ...(envFile && { envFile }),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(Object.keys(env).length > 0 && { env }),
  }
}

/**
 * What a function is asked with: files read, variables of the shell put in.
 * @param isLambda whether it takes events; the others take the same words as HTTP
 * @throws ColdstartError `no-such-file`, `variable-missing`, `bad-arguments` for an event that is no JSON
 */
export async function readRequest(
  asked: Asked,
  isLambda: boolean,
  surroundings: Surroundings,
): Promise<FunctionRequest | undefined> {
  const { method, expectStatus, expectType } = asked
  const path = asked.path === undefined ? undefined : readPath(asked.path, surroundings)
  const body = asked.body === undefined ? undefined : await readBody(asked.body, surroundings)
  const headers = headersOf(asked, body, surroundings)
  const http: FunctionRequest = {
    ...(method && { method }),
    ...(path && { path }),
    ...(headers && { headers }),
    ...(body !== undefined && { body }),
  }
  const expect = {
    ...(expectStatus && { status: expectStatus }),
    ...(expectType && { type: expectType }),
  }
  const isExpected = Object.keys(expect).length > 0
  const secrets = secretsOf(http)
  const event =
    isLambda && asked.event !== undefined ? await readEvent(asked.event, http, surroundings) : undefined
  const request = {
    ...(event === undefined ? http : { event }),
    ...(isExpected && { expect }),
    ...(secrets.length > 0 && { secrets }),
  }
  return Object.keys(request).length > 0 ? request : undefined
}

/**
 * The variables of a function: those of its file, and over them those that were named.
 * @throws ColdstartError `no-such-file`, `variable-missing`
 */
export async function readVariables(
  { env = {}, envFile }: Asked,
  surroundings: Surroundings,
): Promise<Readonly<Record<string, string>> | undefined> {
  const path = envFile === undefined ? undefined : resolve(surroundings.cwd, envFile)
  const fromFile = path === undefined ? {} : parseEnv(await readGiven(path, '--env-file'))
  const named = Object.entries(env).map(([name, value]) => [
    name,
    resolveWord(value, `--env ${name}`, surroundings),
  ])
  const all = { ...fromFile, ...Object.fromEntries(named) } as Record<string, string>
  return Object.keys(all).length > 0 ? all : undefined
}

function headersOf(
  { headers = {} }: Asked,
  body: string | undefined,
  surroundings: Surroundings,
): Readonly<Record<string, string>> | undefined {
  const given = Object.entries(headers).map(([name, value]) => [
    name,
    resolveWord(value, `--header "${name}: …"`, surroundings),
  ])
  const typed = body === undefined || 'content-type' in headers ? {} : { 'content-type': typeOf(body) }
  const all = { ...typed, ...(Object.fromEntries(given) as Record<string, string>) }
  return Object.keys(all).length > 0 ? all : undefined
}

/** What a body is when nobody says so. */
function typeOf(body: string): string {
  try {
    JSON.parse(body)
    return 'application/json'
  } catch {
    return 'text/plain; charset=utf-8'
  }
}

function resolveWord(value: string, option: string, { env }: Surroundings): string {
  if (!value.startsWith(FROM_SHELL)) return value
  const name = value.slice(FROM_SHELL.length)
  const found = env[name]
  if (found === undefined) throw new ColdstartError('variable-missing', { name, option })
  return found
}

/** What an event may carry to a function, whose answer may quote it. */
function secretsOf({ path = '', headers = {}, body = '' }: FunctionRequest): readonly string[] {
  const [, query = ''] = path.split(/\?(.*)/s, 2)
  const given = Object.entries(headers).flatMap(([name, value]) => (isCommonHeader(name) ? [] : [value]))
  return [...given, ...new URLSearchParams(query).values(), body].filter((value) => value !== '')
}

/** A query value `env:NAME` is that variable of the shell. */
function readPath(path: string, { env }: Surroundings): string {
  return withQueryVariables(path, (name) => {
    const found = env[name]
    if (found === undefined) throw new ColdstartError('variable-missing', { name, option: '--path' })
    return found
  })
}

async function readBody(body: string, { cwd }: Surroundings): Promise<string> {
  return body.startsWith('@') ? readGiven(resolve(cwd, body.slice(1)), '--body') : body
}

async function readEvent(
  event: NonNullable<Asked['event']>,
  http: FunctionRequest,
  { cwd }: Surroundings,
): Promise<unknown> {
  if (typeof event !== 'string') return event
  if (isShape(event)) return makeEvent(event, http)
  if (/^\s*[{[]/.test(event)) {
    const reason = '--event takes a file or a built-in shape, not the JSON itself.'
    throw new ColdstartError('bad-arguments', { reason, suggestion: '--event event.json, with that in it' })
  }
  const path = resolve(cwd, event.replace(/^@/, ''))
  const suggestion = suggestionFor(event, eventShapes)
  const text = await readGiven(path, '--event', suggestion)
  try {
    return JSON.parse(text)
  } catch (cause) {
    const reason = `${path} is not JSON, which an event must be: ${messageOf(cause)}.`
    throw new ColdstartError('bad-arguments', { reason, command: 'bench' }, { cause })
  }
}

/** How the words of a run are read, for the seals that its file keeps of them. */
export function wordReaders(surroundings: Surroundings): WordReaders {
  return {
    variable: async (word) => resolveWord(word, word, surroundings),
    body: (word) => readBody(word, surroundings),
    path: async (word) => readPath(word, surroundings),
    file: (word) => readGiven(resolve(surroundings.cwd, word), 'The run'),
    isShape,
  }
}

/** Whether the words name a built-in event rather than a file. */
export function isShape(event: unknown): event is EventShape {
  return (eventShapes as readonly unknown[]).includes(event)
}

async function readGiven(path: string, option: string, suggestion?: string): Promise<string> {
  return readTextFile(path).catch((cause: unknown) => {
    if (isColdstartError(cause)) throw cause
    throw new ColdstartError('no-such-file', { path, option, suggestion }, { cause })
  })
}
