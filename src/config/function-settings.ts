import { z } from 'zod'
import { isReservedName } from '../core/reserved-name.ts'
import { suggestionFor } from '../core/suggestion.ts'
import { functionEnvironment, requestSettings } from './request-settings.ts'
import { durationMs, listOf } from './value-kinds.ts'

const text = z.string().min(1)

/** Nothing that a shell, a table, a budget or a file name would read otherwise. */
const NAME = /^[\p{L}\p{N}._@+-]+$/u

const shape = {
  /** What tables call it; the file's own name where it is left out. */
  name: text.exactOptional(),
  /** The file that exports the handler. */
  entry: text,
  /** Contracts, or clouds, of this function alone. */
  provider: listOf(text).exactOptional(),
  root: text.exactOptional(),
  export: text.exactOptional(),
  timeout: durationMs.exactOptional(),
  ...requestSettings,
  ...functionEnvironment,
}
const functionObject = z.strictObject(shape, {
  error: ({ code, keys }) => (code === 'unrecognized_keys' ? unknownKey(keys as string[]) : undefined),
})

function unknownKey([key = '']: readonly string[]): string {
  const known = Object.keys(shape).filter((one) => one !== key)
  const meant = suggestionFor(key, known)
  return `"${key}" is not a setting of a function; ${meant ? `did you mean ${meant}?` : `there are ${known.join(', ')}`}`
}

/** One function of the user's own, as it was named; nobody writes the commit, which is that of a checked-out revision. */
export type FunctionSettings = Readonly<z.output<typeof functionObject>> & { readonly commit?: string }

const named = functionObject.omit({ name: true })
const asWritten = z.union([
  z.string(),
  z.array(z.union([z.string(), functionObject])),
  z.record(z.string(), z.union([z.string(), named])),
])

/**
 * Functions of the user's own: `path` or `name=path`, several of them, objects with everything that one of them is
 * given, or a table of names to either. A path with `=` in it is written `./a=b.mjs`.
 */
export const functionSettings = asWritten.transform((value, context): FunctionSettings[] => {
  const read = readAll(value)
  const complaint = read.map(complaintAbout).find((one) => one !== undefined) ?? complaintAboutNames(read)
  if (complaint === undefined) return read
  context.addIssue({ code: 'custom', message: complaint })
  return z.NEVER
})

function readAll(value: z.output<typeof asWritten>): FunctionSettings[] {
  if (typeof value === 'string') return [parseFunction(value)]
  if (Array.isArray(value))
    return value.map((item) => (typeof item === 'string' ? parseFunction(item) : item))
  return Object.entries(value).map(([name, one]) =>
    typeof one === 'string' ? { name, entry: one } : { name, ...one },
  )
}

/** What stands before the first `=` is a name unless it is part of a path. */
function parseFunction(words: string): FunctionSettings {
  const at = words.indexOf('=')
  const before = words.slice(0, Math.max(at, 0)).trim()
  if (at === -1 || /[/\\]/.test(before)) return { entry: words.trim() }
  return { name: before, entry: words.slice(at + 1).trim() }
}

function complaintAbout({ name, entry }: FunctionSettings): string | undefined {
  if (entry.trim() === '')
    return name === undefined
      ? 'a function without a file; write ./handler.mjs'
      : `"${name}=" names no file; write ${name}=./handler.mjs`
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(entry))
    return 'an address is not a file; give a function that runs already as --target name=url'
  if (name === undefined) return undefined
  if (name === '') return `"=${entry}" has no name before the =; write name=${entry}, or the file alone`
  if (!NAME.test(name))
    return `the name "${name}" may hold letters, digits and . _ @ + - only; write name=./handler.mjs, or ./${name}=… for a file with = in its name`
  if (isReservedName(name)) return `no file can be called "${name}" on Windows; choose another name`
  return undefined
}

/** Compared without case: folders are named after functions, and not every disk tells a from A. */
function complaintAboutNames(read: readonly FunctionSettings[]): string | undefined {
  const names = read.flatMap(({ name }) => (name === undefined ? [] : [name.toLowerCase()]))
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  return twice === undefined
    ? undefined
    : `names two functions "${twice}"; give each a name of its own, such as before=… after=…`
}
