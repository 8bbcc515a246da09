import type { BenchConfig } from '../config/bench-config.ts'
import type { FunctionSettings } from '../config/function-settings.ts'
import { FROM_SHELL } from '../config/request-settings.ts'
import { isOfVariables } from '../core/query-variables.ts'
import { sealValue } from '../core/sealed-value.ts'
import { projectSalt } from '../store/salt.ts'

/** What stands for a value that is not kept: equal values of one project give equal seals, and no seal gives its value. */
export type Seal = (value: string) => string

/** What every seal begins with. */
export const SEALED = 'sealed-'

/** Seals with the project's salt. @param cwd folder of `.coldstart/` */
export async function openSeal(cwd: string): Promise<Seal> {
  const salt = await projectSalt(cwd)
  return (value) => sealValue({ name: '', value, from: 'literal' }, salt).hash
}

/**
 * A word that a run file may hold: where the value is found again (`env:TOKEN`, a file) and its seal, or the seal
 * alone where it was written out.
 */
export const WORD = /^(sealed-[0-9a-f]+)(?::(.+))?$/s

/** The words of a run's or a function's settings that may hold a secret. */
export type Words = Partial<Pick<FunctionSettings, 'env' | 'envFile' | 'headers' | 'body' | 'event' | 'path'>>

/** Reads a value where a word says that it is; gives it, or throws. */
export type ReadWord = (word: string) => Promise<string>

/** How each kind of word is read, for the seal of what it says. */
export interface WordReaders {
  readonly variable: ReadWord
  readonly body: ReadWord
  readonly path: ReadWord
  readonly file: ReadWord
  readonly isShape: (event: string) => boolean
}

/**
 * The configuration as a run file may hold it: seals in place of what was given, and where to find it again.
 * @param cwd folder of `.coldstart/`; no salt is made for what holds no value
 */
export async function withoutSecrets(
  config: BenchConfig,
  cwd: string,
  read: WordReaders,
): Promise<BenchConfig> {
  const isPlain = [config, ...config.functions].every(
    ({ env, envFile, headers, body, event, path = '' }) =>
      [env, envFile, headers, body, event].every((word) => word === undefined) && !path.includes('?'),
  )
  if (isPlain) return config
  const seal = await openSeal(cwd)
  const functions = config.functions.map((own) => sealWords(own, seal, read))
  return { ...(await sealWords(config, seal, read)), functions: await Promise.all(functions) }
}

async function sealWords<Settings extends Words>(
  settings: Settings,
  seal: Seal,
  read: WordReaders,
): Promise<Settings> {
  const { env, headers, body, event, path, envFile } = settings
  const sealAt = async (word: string, reader: ReadWord, isPlace: boolean) =>
    seal(await reader(word)) + (isPlace ? `:${word}` : '')
  const sealAll = async (words: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(words).map(async ([name, word]) => [
          name,
          await sealAt(word, read.variable, word.startsWith(FROM_SHELL)),
        ]),
      ),
    )
  const [bare = '', query] = path?.split(/\?(.*)/s, 2) ?? []
  return {
    ...settings,
    ...(env && { env: await sealAll(env) }),
    ...(headers && { headers: await sealAll(headers) }),
    ...(envFile && { envFile: await sealAt(envFile, read.file, true) }),
    ...(body !== undefined && { body: await sealAt(body, read.body, body.startsWith('@')) }),
    ...(event !== undefined && { event: await sealEvent(event, seal, read) }),
    ...(query && {
      path: `${bare}?${seal(await read.path(path ?? ''))}${isOfVariables(query) ? `:${query}` : ''}`,
    }),
  }
}

async function sealEvent(event: unknown, seal: Seal, read: WordReaders): Promise<string> {
  if (typeof event !== 'string') return seal(JSON.stringify(event))
  return read.isShape(event) ? event : `${seal(await read.file(event))}:${event}`
}
