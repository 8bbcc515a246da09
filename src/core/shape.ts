import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ZodType } from 'zod'
import { packageFolder } from './built-entry.ts'
import { ColdstartError, messageOf } from './errors.ts'
import { type Check, compileCheck } from './json-schema-check.ts'
import type { FirstResultDocument, ResultDocument } from './result-document.ts'
import type { RunLine } from './run-file.ts'

/**
 * A kind of document that is checked on every start of a command. To load zod and build its schemas takes longer
 * than all that `coldstart runs` does besides, so zod is asked only about what is not surely right.
 */
export interface Shape<T> {
  /** True for a value that is surely right; false says only that zod must be asked. */
  accepts(value: unknown): value is T
  /** @returns the value, or what is wrong with it, in zod's words and on one line */
  read(value: unknown): Promise<{ readonly value: T } | { readonly reason: string }>
}

/** A line of a run file. */
export const runLineShape = shapeOf<RunLine>(
  'schema.run.v1.json',
  async () => (await import('./run-file.ts')).runLine,
)

/** A result document. */
export const resultShape = shapeOf<ResultDocument>(
  'schema.v2.json',
  async () => (await import('./result-document.ts')).resultDocument,
)

/** A result document of the first version. */
export const firstResultShape = shapeOf<FirstResultDocument>(
  'schema.v1.json',
  async () => (await import('./result-document.ts')).firstResultDocument,
)

/**
 * A shape by its published JSON Schema; what it gives throws ColdstartError `incomplete-package` where that is missing.
 * @param file in results/, written from the same zod schema by `npm run schema`
 */
export function shapeOf<T>(file: string, load: () => Promise<ZodType<T>>): Shape<T> {
  let check: Check | undefined
  const accepts = (value: unknown): value is T => {
    check ??= compileCheck(readOwn(join(packageFolder(), 'results', file)))
    return check(value)
  }
  return { accepts, read: async (value) => (accepts(value) ? { value } : askZod(value, await load())) }
}

/** A file of the package, whose lack must not be taken for that of a run. */
function readOwn(path: string): Parameters<typeof compileCheck>[0] {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new ColdstartError('incomplete-package', { path, reason: messageOf(error) }, { cause: error })
  }
}

async function askZod<T>(value: unknown, schema: ZodType<T>): Promise<{ value: T } | { reason: string }> {
  const { prettifyError } = await import('zod')
  const read = schema.safeParse(value)
  if (read.success) return { value: read.data }
  const [reason = 'its shape is another'] = prettifyError(read.error).split('\n')
  return { reason: reason.replace(/^✖ /, '') }
}
