import type { ZodDefault, ZodExactOptional, ZodType } from 'zod'
import type { WayOption } from '../cold/cold-way.ts'
import { wayOptions } from '../cold/find-way.ts'
import type { coldWays } from '../cold/index.ts'
import { countFrom, durationMs, listOf, MOST_INVOCATIONS, yesOrNo } from './value-kinds.ts'

const schemas = {
  count: countFrom(0, MOST_INVOCATIONS),
  duration: durationMs,
  durations: listOf(durationMs),
  switch: yesOrNo,
}

type Settings = UnionToIntersection<(typeof coldWays)[number]['options']>
type SchemaOf<Option> = Option extends { readonly kind: infer Kind extends keyof typeof schemas }
  ? Option extends { readonly default: unknown }
    ? ZodDefault<(typeof schemas)[Kind]>
    : ZodExactOptional<(typeof schemas)[Kind]>
  : never
type UnionToIntersection<Union> = (Union extends unknown ? (one: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never

/** The part of the configuration's shape that the ways of getting cold bring along, by key. */
export function waySettings(): { [Key in keyof Settings]: SchemaOf<Settings[Key]> } {
  const entries = wayOptions().map(([key, option]) => [key, schemaOf(option)] as const)
  return Object.fromEntries(entries) as ReturnType<typeof waySettings>
}

function schemaOf(option: WayOption): ZodType {
  const schema: ZodType = schemas[option.kind]
  const whole =
    'default' in option && option.default !== undefined
      ? schema.default(option.default)
      : schema.exactOptional()
  return whole.describe(option.describe)
}
