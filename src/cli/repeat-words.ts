import { SERVICE } from '../bench/sources.ts'
import { hideAddressValues } from '../core/hide-address-values.ts'
import { isOfVariables } from '../core/query-variables.ts'
import { isCommonHeader } from '../core/request-secrets.ts'
import { benchOptions } from './bench-options.ts'
import type { CommandOption } from './command.ts'
import { serve } from './commands/serve.ts'
import { quotedFor, type Shell } from './shell.ts'
import { WITHHELD } from './withheld-value.ts'

/** How the value of a flag that may hold a secret is said again. */
const shown: Readonly<Record<string, (value: string) => string>> = {
  '--env': (value) => hideAfter('=', value),
  '--header': (value) => hideAfter(':', value),
  '--body': (value) => (value.startsWith('@') ? value : WITHHELD),
  '--path': hideQuery,
  '--target': hideAddress,
}

/** Words of `bench` that `serve` takes as well, by the same names. */
const SERVED = serve.options
  .filter(({ renamedTo }) => renamedTo === undefined)
  .map(({ flags }) => namesOf(flags).at(-1))

/** What `resume` reads anew, since it is about this machine and not about the run. */
const WANTED_AGAIN = ['--config', '--location', '--ca', '--over-quota']

/** Of these, `serve` runs the first of several: bench measures them side by side. */
const SERVED_ONE = ['--memory', '--runtime']

/**
 * The words of a command again, so that they can be pasted into a shell: quoted, without the flags that are said anew,
 * and with `…` where a value may be a secret.
 * @param typed what followed `bench`
 * @param shell whose quotes are used
 */
export function repeatWords(typed: readonly string[], shell: Shell, without: readonly string[] = []): string {
  return say(
    wordsOf(typed).filter(({ flag }) => flag === undefined || !without.includes(flag)),
    shell,
  )
}

/** Those that `serve` takes: the functions, and what they are given. It reads environment and configuration file too. */
export function serveWords(typed: readonly string[], shell: Shell): string {
  return say(
    wordsOf(typed)
      .filter(({ flag }) => flag === undefined || SERVED.includes(flag))
      .flatMap(withoutService)
      .map((one) => (SERVED_ONE.includes(one.flag ?? '') ? { ...one, values: firstOf(one.values) } : one)),
    shell,
  )
}

/** The engine has no such function to serve. */
function withoutService(said: Said): Said[] {
  if (said.flag !== '--provider') return [said]
  const values = said.values
    .map((value) => value.split(',').filter((name) => name !== SERVICE))
    .flatMap((names) => (names.length > 0 ? [names.join(',')] : []))
  return values.length > 0 ? [{ ...said, values }] : []
}

function firstOf([several = '']: readonly string[]): string[] {
  return several.split(',', 1)
}

/** Those that `resume` wants again: the values that no run file holds, where they are read from, and the place. */
export function resumeWords(typed: readonly string[], shell: Shell): string {
  return say(
    wordsOf(typed).filter(
      ({ flag = '', values }) => WANTED_AGAIN.includes(flag) || values.some((value) => isSealed(flag, value)),
    ),
    shell,
  )
}

/** A query is sealed as a whole, also where its values are too short for secrets. */
function isSealed(flag: string, value: string): boolean {
  const [, query = ''] = value.split(/\?(.*)/s, 2)
  if (flag === '--path') return query !== '' && !isOfVariables(query)
  return shown[flag] !== undefined && shown[flag](value) !== value
}

interface Said {
  /** By its long name; left out for a word that stands alone. */
  readonly flag?: string
  readonly values: readonly string[]
}

/** Each flag with as many of the words behind it as it takes. */
function wordsOf(typed: readonly string[]): Said[] {
  const said: Said[] = []
  for (let at = 0; at < typed.length; at++) {
    const word = typed[at] ?? ''
    if (word === '--') return [...said, ...typed.slice(at + 1).map((path) => ({ values: [asPath(path)] }))]
    const [, name, value] = /^(--?[\w-]+)(?:=(.*))?$/s.exec(word) ?? []
    const option = name && benchOptions.find(({ flags }) => namesOf(flags).includes(name))
    if (!option) {
      said.push({ values: [word] })
      continue
    }
    const flag = namesOf(option.flags).at(-1) ?? word
    const behind = value === undefined ? valuesBehind(option, typed.slice(at + 1)) : []
    at += behind.length
    said.push({ flag, values: value === undefined ? behind : [value] })
  }
  return said
}

/** A file whose name begins like a flag. */
function asPath(word: string): string {
  return word.startsWith('-') ? `./${word}` : word
}

/** `-o, --output <file>` → `-o`, `--output`. */
function namesOf(flags: string): string[] {
  return flags.match(/(?<=^|\s)--?[\w-]+/g) ?? []
}

/** A flag takes none, one, or all words up to the next flag; one that may stand alone takes a choice of its own. */
function valuesBehind(
  { flags, alone, choices = [] }: CommandOption,
  words: readonly string[],
): readonly string[] {
  if (alone !== undefined) return choices.includes(words[0] ?? '') ? words.slice(0, 1) : []
  if (!flags.includes('<')) return []
  if (!flags.includes('...')) return words.slice(0, 1)
  const end = words.findIndex((word, index) => index > 0 && word.startsWith('-'))
  return end === -1 ? words : words.slice(0, end)
}

function say(said: readonly Said[], shell: Shell): string {
  return apart(said)
    .flatMap(({ flag, values }) => [
      ...(flag ? [flag] : []),
      ...values.map((value) => ((flag && shown[flag]) || hideAddressValues)(value)),
    ])
    .map((word) => ` ${quotedFor(shell, word)}`)
    .join('')
}

/** A flag that takes several words would take a function behind it too: then functions come first. */
function apart(said: readonly Said[]): readonly Said[] {
  const isTaken = said.some(({ flag }, at) => flag === undefined && takesSeveral(said[at - 1]?.flag))
  if (!isTaken) return said
  return [...said.filter(({ flag }) => flag === undefined), ...said.filter(({ flag }) => flag !== undefined)]
}

function takesSeveral(flag: string | undefined): boolean {
  return benchOptions.some(({ flags }) => flags.includes('...') && namesOf(flags).at(-1) === flag)
}

function hideAfter(divider: '=' | ':', value: string): string {
  const at = value.indexOf(divider)
  const isFromShell = value
    .slice(at + 1)
    .trim()
    .startsWith('env:')
  const isCommon = divider === ':' && isCommonHeader(value.slice(0, Math.max(at, 0)).trim())
  if (at === -1 || isFromShell || isCommon) return value
  return `${value.slice(0, at + 1)}${divider === ':' ? ' ' : ''}${WITHHELD}`
}

/** What is too short for a secret (`core/redact.ts`) can stay. */
function hideQuery(path: string): string {
  const [bare, query] = path.split(/\?(.*)/s, 2)
  if (!query || isOfVariables(query)) return path
  return `${bare}?${query.replace(/(?<==)(?!env:[A-Za-z_]\w*(?:&|$))[^&]{6,}/g, WITHHELD)}`
}

/** An address whose query is read from variables alone has nothing to hide in it. */
function hideAddress(address: string): string {
  const [bare = '', query = ''] = address.split(/\?(.*)/s, 2)
  const isOpen = query !== '' && isOfVariables(query)
  return isOpen ? `${hideAddressValues(bare)}?${query}` : hideAddressValues(address)
}
