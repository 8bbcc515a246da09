import { createHmac } from 'node:crypto'
import { z } from 'zod'

/** How a sealed value is written where the value itself would stand. */
const SEALED = /^sealed-[0-9a-f]{24}$/

/**
 * A value that may be a secret, as it is stored: what it is called, where it came from, and a keyed hash by which the
 * same value is known again. The value itself is never written.
 */
export const sealedValue = z.strictObject({
  /** Of the query parameter, the header or the variable. */
  name: z.string(),
  /** `sealed-` and 24 hex digits: HMAC-SHA-256 of name and value, keyed with the project's salt. */
  hash: z.string().regex(SEALED),
  /** `literal`: on the command line or in a configuration file; the same words are needed to use it again. */
  from: z.enum(['literal', 'env', 'file']),
  /** The variable or the path to read it from again; left out for a literal. */
  source: z.string().exactOptional(),
})
/** A value that may be a secret, as it is stored. */
export type SealedValue = Readonly<z.infer<typeof sealedValue>>

/** A value with its origin, on its way to be used and to be stored. */
export type OpenValue = Pick<SealedValue, 'name' | 'from' | 'source'> & { readonly value: string }

/** @param salt of the project, see `projectSalt` */
export function sealValue({ value, ...origin }: OpenValue, salt: string): SealedValue {
  const hash = createHmac('sha256', salt).update(`${origin.name}\0${value}`).digest('hex').slice(0, 24)
  return { ...origin, hash: `sealed-${hash}` }
}

/** True for what a sealed value looks like: a user who gives it has copied it from a result. */
export function looksSealed(text: string): boolean {
  return SEALED.test(text)
}
