import type { WranglerKeys } from './wrangler-keys.ts'

interface Shape {
  /** What it has to be, for the reader. */
  readonly words: string
  readonly fits: (value: unknown) => boolean
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isTable = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

const text: Shape = { words: 'a text', fits: isText }
const onOff: Shape = { words: 'true or false', fits: (value) => typeof value === 'boolean' }
const table: Shape = { words: 'a table', fits: isTable }
const texts: Shape = {
  words: 'a list of texts',
  fits: (value) => Array.isArray(value) && value.every(isText),
}
const tableOfTexts: Shape = {
  words: 'a table of texts',
  fits: (value) => isTable(value) && Object.values(value).every(isText),
}
/** TOML has dates of its own. */
const date: Shape = {
  words: 'a date such as 2026-03-01',
  fits: (value) => value instanceof Date || (isText(value) && /^\d{4}-\d{2}-\d{2}$/.test(value)),
}
const rules: Shape = {
  words: 'a list of tables with type (a text) and globs (a list of texts)',
  fits: (value) => Array.isArray(value) && value.every((one) => isText(one?.type) && texts.fits(one.globs)),
}

/** The keys that coldstart heeds: one of another kind would be passed over in silence, and wrangler refuses it. */
const SHAPES: Readonly<Record<string, Shape>> = {
  name: text,
  main: text,
  account_id: text,
  compatibility_date: date,
  compatibility_flags: texts,
  vars: table,
  define: tableOfTexts,
  alias: tableOfTexts,
  minify: onOff,
  keep_names: onOff,
  tsconfig: text,
  jsx_factory: text,
  jsx_fragment: text,
  rules,
  build: table,
  env: table,
}

/**
 * The first key of a wrangler file whose value is not what wrangler takes there, in words: `compatibility_flags is not a
 * list of texts`; undefined where all are.
 * @see https://github.com/cloudflare/workers-sdk/blob/main/packages/wrangler/config-schema.json
 */
export function misshapenIn(said: WranglerKeys): string | undefined {
  const found = Object.entries(SHAPES).find(([key, { fits }]) => said[key] !== undefined && !fits(said[key]))
  return found && `${found[0]} is not ${found[1].words}`
}
