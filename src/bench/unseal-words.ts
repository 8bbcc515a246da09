import type { BenchConfig } from '../config/bench-config.ts'
import { ColdstartError } from '../core/errors.ts'
import { type ReadWord, type Seal, WORD, type WordReaders, type Words } from './sealed-words.ts'

/** What a run is gone on with, and where what was written out is found again. */
export interface AgainWords {
  /** The words of the command that goes on with the run. */
  readonly given: Words
  /** What its configuration file says today: asked where the command is silent. */
  readonly written?: Words & { readonly functions?: BenchConfig['functions'] }
}

/**
 * The configuration of a run file with what it was started with: read again where the file says where, else from the
 * words that are given again, else from the configuration file.
 * @throws ColdstartError `sealed-word` for a value that is missing or another than then, `sealed-word-unasked` for words
 * that the run has no place for
 */
export async function unsealConfig(
  config: BenchConfig,
  { given, written = {} }: AgainWords,
  seal: Seal,
  read: WordReaders,
): Promise<BenchConfig> {
  refuseUnasked([config, ...config.functions], given)
  const functions = config.functions.map((own) => {
    const same = written.functions?.find(({ name, entry }) => name === own.name && entry === own.entry)
    return unsealWords(own, over(given, same), seal, read)
  })
  return {
    ...(await unsealWords(config, over(given, written), seal, read)),
    functions: await Promise.all(functions),
  }
}

/** Each header and variable by itself. */
function over(given: Words, written: Words = {}): Words {
  return {
    ...written,
    ...given,
    env: { ...written.env, ...given.env },
    headers: { ...written.headers, ...given.headers },
  }
}

/** What the run was not started with, or is read again by itself, would be ignored. */
function refuseUnasked(settings: readonly Words[], given: Words): void {
  const isAsked = (word: unknown) => typeof word === 'string' && !WORD.exec(word)?.[2] && WORD.test(word)
  const refuse = (option: string) => {
    throw new ColdstartError('sealed-word-unasked', { option })
  }
  for (const [key, option] of [
    ['env', '--env'],
    ['headers', '--header'],
  ] as const)
    for (const name of Object.keys(given[key] ?? {}))
      if (!settings.some((one) => isAsked(one[key]?.[name]))) refuse(`${option} ${name}`)
  for (const key of ['body', 'event'] as const)
    if (given[key] !== undefined && !settings.some((one) => isAsked(one[key]))) refuse(`--${key}`)
  if (given.path !== undefined && !settings.some(({ path }) => isAsked(path?.split(/\?(.*)/s, 2)[1])))
    refuse('--path')
}

async function unsealWords<Settings extends Words>(
  settings: Settings,
  given: Words,
  seal: Seal,
  read: WordReaders,
): Promise<Settings> {
  const { env, headers, body, event, path, envFile } = settings
  const open = opener(seal)
  const openAll = async (option: string, words: Words['env'] = {}, again: Words['env'] = {}) =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(words).map(async ([name, word]) => [
          name,
          await open(`${option} ${name}`, word, again[name], read.variable),
        ]),
      ),
    )
  const [bare, query = ''] = path?.split(/\?(.*)/s, 2) ?? []
  // The seal is that of the whole path, so that the query is not taken for one of another path.
  const [, hash, variables] = WORD.exec(query) ?? []
  const sealedPath = variables ? `${hash}:${bare}?${variables}` : query
  const fullPath = hash ? await open(`--path "${bare}?…"`, sealedPath, given.path, read.path) : path
  return {
    ...settings,
    ...(env && { env: await openAll('--env', env, given.env) }),
    ...(headers && { headers: await openAll('--header', headers, given.headers) }),
    ...(envFile && { envFile: await open('--env-file', envFile, given.envFile, read.file) }),
    ...(body !== undefined && { body: await open('--body', body, given.body, read.body) }),
    ...(typeof event === 'string' && {
      event: await openEvent(event, given.event, seal, read),
    }),
    ...(fullPath !== undefined && { path: fullPath }),
  }
}

/** Gives what is sealed in a word, from the place that the word names or as it is given again; other words as they are. */
function opener(seal: Seal) {
  return async (option: string, word: string, again: string | undefined, reader: ReadWord) => {
    const [, hash, place] = WORD.exec(word) ?? []
    if (hash === undefined) return word
    const found = place ?? again
    if (found === undefined) throw new ColdstartError('sealed-word', { option })
    if (seal(await reader(found)) !== hash) throw new ColdstartError('sealed-word', { option, differs: true })
    return found
  }
}

/** An event is written out in a configuration file as it is, and named on the command line as a file. */
async function openEvent(sealed: string, again: unknown, seal: Seal, read: WordReaders): Promise<unknown> {
  const [, hash, place] = WORD.exec(sealed) ?? []
  if (hash !== undefined && place === undefined && again !== undefined && typeof again !== 'string') {
    if (seal(JSON.stringify(again)) === hash) return again
    throw new ColdstartError('sealed-word', { option: '--event', differs: true })
  }
  const word = typeof again === 'string' ? again : undefined
  return opener(seal)('--event', sealed, word, (file) => readAsEvent(sealed, file, read))
}

/** An event that was written in a configuration file is known again whatever its spaces are. */
async function readAsEvent(sealed: string, word: string, read: WordReaders): Promise<string> {
  const text = await read.file(word)
  return WORD.exec(sealed)?.[2] ? text : JSON.stringify(JSON.parse(text))
}
