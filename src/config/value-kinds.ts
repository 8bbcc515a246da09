import { type ZodType, z } from 'zod'
import { parseDuration } from '../core/duration.ts'
import { isEmptyValue } from '../core/is-empty-value.ts'

/** Milliseconds: a number of them from code or a file, a text with its unit everywhere: `90s`, `15m`, `1h30m`. */
export const durationMs = z.union([z.number().nonnegative(), z.string()]).transform((value) => {
  return typeof value === 'number' ? value : parseDuration(value)
})

/** A fraction of one, written as `0.1` or `10%`. */
export const fraction = z.union([z.number(), z.string()]).transform((value, context) => {
  const read = typeof value === 'number' ? value : readFraction(value)
  if (read > 0 && read < 1) return read
  context.addIssue({
    code: 'custom',
    message: 'it is neither a percentage between 0% and 100% (10%) nor a fraction (0.1)',
  })
  return z.NEVER
})

function readFraction(text: string): number {
  const trimmed = text.trim()
  return trimmed.endsWith('%') ? Number(trimmed.slice(0, -1)) / 100 : Number(trimmed)
}

const scalar = z.union([z.string(), z.number()])

/**
 * One value, several, or several in one text divided by commas or spaces; always read as a list.
 * @param divided `commas` where a value may have spaces in it, as budgets and paths have
 */
export function listOf<Item extends ZodType<unknown, string | number>>(
  item: Item,
  divided: 'commas' | 'commas and spaces' = 'commas and spaces',
) {
  const split = divided === 'commas' ? splitAtCommas : splitText
  return z
    .union([scalar, z.array(scalar)])
    .transform((value) => (Array.isArray(value) ? value : [value]).flatMap(split))
    .refine((values) => !isEmptyValue(values), 'holds an empty value')
    .pipe(z.array(item as unknown as ZodType<z.output<Item>, string | number>))
}

/**
 * At commas; and at spaces, which is what PowerShell makes of a comma that is not quoted. Not between a number and its
 * unit.
 */
function splitText(value: string | number): (string | number)[] {
  if (typeof value === 'number') return [value]
  return value.trim().split(/\s*,\s*|(?<!\d)\s+|\s+(?!(?:ms|min|s|m|h|d)\b)/)
}

function splitAtCommas(value: string | number): (string | number)[] {
  return typeof value === 'number' ? [value] : value.split(',').map((part) => part.trim())
}

/** A number, also where it was written as text (environment variables, flags). */
export const numeric = z.union([z.number(), z.string()]).transform((value, context) => {
  const read = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value)
  if (Number.isFinite(read)) return read
  context.addIssue({ code: 'custom', message: 'it is not a number' })
  return z.NEVER
})

/** More invocations, or copies, than that of one function are a slip of the keyboard: a plan of them would fill the memory. */
export const MOST_INVOCATIONS = 100_000

/** A count from `least` to `most`, where there is a bound. */
export function countFrom(least: number, most = Number.MAX_SAFE_INTEGER) {
  const whole = z.int('it is not a whole number').min(least, `it is less than ${least}`)
  return numeric.pipe(whole.max(most, `it is more than ${most}, the most there can be`))
}

/** true or false, also as text. */
export const yesOrNo = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0', 'yes', 'no'])])
  .transform((value) => {
    return value === true || value === 'true' || value === '1' || value === 'yes'
  })
