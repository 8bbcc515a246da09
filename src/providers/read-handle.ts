import type { ZodType } from 'zod'
import type { Target } from '../core/target.ts'

/**
 * What a provider once wrote into a target of its own, to call it again; a target of an earlier version may hold more.
 * @param schema of the provider; keys that it does not know are left out
 */
export function readHandle<Handle>(schema: ZodType<Handle>, { handle = {} }: Pick<Target, 'handle'>): Handle {
  return schema.parse(handle)
}
