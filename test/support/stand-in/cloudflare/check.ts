import type { ZodType } from 'zod'
import { refuse } from '../stand-in.ts'

/** A value as its schema reads it. @throws Refusal */
export function check<T>(schema: ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value)
  return read.success
    ? read.data
    : refuse(read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
}
