import { hideAddressValues } from '../core/hide-address-values.ts'

/** Flags whose value may be a secret where it is written out: what divides its name from it. */
const MAY_BE_SECRET: Readonly<Record<string, '=' | ':' | ''>> = {
  '--env': '=',
  '--header': ':',
  '--body': '',
}
/** Words of `bench` that `serve` takes as well. */
const SERVED = ['--function', '--provider', '--export', '--root', '--env', '--env-file', '--function-timeout']

/**
 * The words of a command again, so that they can be pasted into a shell: quoted, without the flags that are said anew,
 * and with `…` where a value may be a secret.
 * @param typed what followed the command's name
 */
export function repeatWords(typed: readonly string[], without: readonly string[] = []): string {
  return wordsOf(typed)
    .filter(({ flag }) => flag === undefined || !without.includes(flag))
    .flatMap(({ words }) => words)
    .map((word) => ` ${quoted(word)}`)
    .join('')
}

/** Those that `serve` takes: the functions, and what they are given. */
export function serveWords(typed: readonly string[]): string {
  return wordsOf(typed)
    .filter(({ flag }) => flag === undefined || SERVED.includes(flag))
    .flatMap(({ words }) => words)
    .map((word) => ` ${quoted(word)}`)
    .join('')
}

interface Said {
  readonly flag?: string
  readonly words: readonly string[]
}

/** A flag with the values behind it, or what stands before every flag. */
function wordsOf(typed: readonly string[]): Said[] {
  const said: Said[] = []
  for (const word of typed) {
    const [, flag, value] = /^(--?[\w-]+)(?:=(.*))?$/s.exec(word) ?? []
    const last = said.at(-1)
    if (flag) said.push({ flag, words: value === undefined ? [flag] : [flag, hidden(flag, value)] })
    else if (last?.flag) said.splice(-1, 1, { ...last, words: [...last.words, hidden(last.flag, word)] })
    else said.push({ words: [hideAddressValues(word)] })
  }
  return said
}

function hidden(flag: string, value: string): string {
  const divider = MAY_BE_SECRET[flag]
  if (divider === undefined) return hideAddressValues(value)
  if (divider === '') return value.startsWith('@') ? value : '…'
  const at = value.indexOf(divider)
  if (
    at === -1 ||
    value
      .slice(at + 1)
      .trim()
      .startsWith('env:')
  )
    return value
  return `${value.slice(0, at + 1)}${divider === ':' ? ' ' : ''}…`
}

/** As a POSIX shell reads one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./…-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
