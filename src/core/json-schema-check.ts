/** The part of JSON Schema (draft 2020-12) that zod writes for the schemas in results/. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
}

/** True for a value that a schema surely allows. */
export type Check = (value: unknown) => boolean

type Keyword = (operand: never, schema: JsonSchema) => Check

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const kinds: Readonly<Record<string, Check>> = {
  string: (value) => typeof value === 'string',
  number: Number.isFinite,
  integer: Number.isSafeInteger,
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: isObject,
}

const never: Check = () => false

const formats: Readonly<Record<string, Check>> = {
  /** zod writes the pattern beside it. */
  'date-time': () => true,
  uri: (value) => URL.canParse(value as string) && (value as string).trim() === value,
}

/** Each is asked only after `type` has said yes. */
const keywords: Readonly<Record<string, Keyword>> = {
  const: (operand: unknown) => (value) => value === operand,
  enum: (operand: readonly unknown[]) => (value) => operand.includes(value),
  minLength: (least: number) => (value) => (value as string).length >= least,
  minimum: (least: number) => (value) => (value as number) >= least,
  maximum: (most: number) => (value) => (value as number) <= most,
  exclusiveMinimum: (bound: number) => (value) => (value as number) > bound,
  pattern: (source: string) => {
    const pattern = new RegExp(source)
    return (value) => pattern.test(value as string)
  },
  format: (name: string) => formats[name] ?? never,
  items: (schema: JsonSchema) => {
    const check = compileCheck(schema)
    return (value) => (value as unknown[]).every(check)
  },
  anyOf: anyOf,
  oneOf: anyOf,
}

/** Read together with `type`, or no condition at all. */
const ELSEWHERE = [
  ...['type', 'properties', 'required', 'additionalProperties', 'propertyNames'],
  ...['$schema', '$id', 'title', 'description'],
]

/**
 * Compiles a schema to a function that is quick to make and quick to ask. It errs on the side of no: for a keyword
 * it does not know, and for an object with a `__proto__` of its own.
 * @see https://json-schema.org/draft/2020-12/json-schema-validation
 */
export function compileCheck(schema: JsonSchema): Check {
  const checks: Check[] = []
  if (schema.type !== undefined) checks.push(kindOf(schema.type as string | readonly string[]))
  if (schema.type === 'object') checks.push(compileObject(schema))
  for (const [name, operand] of Object.entries(schema)) {
    if (ELSEWHERE.includes(name)) continue
    const keyword = keywords[name]
    checks.push(keyword ? keyword(operand as never, schema) : never)
  }
  const [first, second] = checks
  if (!first) return () => true
  if (!second) return first
  return (value) => checks.every((check) => check(value))
}

function compiledOnce(schema: JsonSchema): Check {
  let check: Check | undefined
  return (value) => {
    check ??= compileCheck(schema)
    return check(value)
  }
}

function kindOf(type: string | readonly string[]): Check {
  if (typeof type === 'string') return kinds[type] ?? never
  const checks = type.map(kindOf)
  return (value) => checks.some((check) => check(value))
}

function anyOf(schemas: readonly JsonSchema[]): Check {
  const checks = schemas.map(compiledOnce)
  return (value) => checks.some((check) => check(value))
}

function compileObject(schema: JsonSchema): Check {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>
  // Compiled when a value has it: most of what a schema knows is in no document.
  const known = new Map(Object.entries(properties).map(([name, one]) => [name, compiledOnce(one)]))
  const rest = schema.additionalProperties
  const other: Check = rest === false ? never : compiledOnce((rest ?? {}) as JsonSchema)
  const required = (schema.required ?? []) as readonly string[]
  return (value) => {
    const object = value as Record<string, unknown>
    for (const name of required) if (!Object.hasOwn(object, name)) return false
    for (const name of Object.keys(object)) {
      if (name === '__proto__' || !(known.get(name) ?? other)(object[name])) return false
    }
    return true
  }
}
