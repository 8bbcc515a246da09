import type { ModuleKind } from './worker-modules.ts'

/** Which imports of a Worker are modules of their own, and of which kind; wrangler's `rules`. */
export interface ModuleRule {
  readonly kind: Exclude<ModuleKind, 'code'>
  /** Of what stands in the import. */
  readonly globs: readonly string[]
  /** Later rules of the same kind count too. */
  readonly fallthrough?: boolean
}

/**
 * Those that need no saying.
 * @see https://developers.cloudflare.com/workers/wrangler/bundling/#including-non-javascript-modules
 */
const USUAL: readonly ModuleRule[] = [
  { kind: 'text', globs: ['**/*.txt', '**/*.html', '**/*.sql'] },
  { kind: 'bytes', globs: ['**/*.bin'] },
  { kind: 'wasm', globs: ['**/*.wasm', '**/*.wasm?module'] },
]

const KINDS: Readonly<Record<string, ModuleRule['kind']>> = {
  Text: 'text',
  Data: 'bytes',
  CompiledWasm: 'wasm',
}

/** They only matter where nothing is bundled. */
const OF_JAVASCRIPT: readonly unknown[] = ['ESModule', 'CommonJS']

/** A rule as a wrangler file has it. */
export interface SaidRule {
  readonly type: string
  readonly globs: readonly string[]
  readonly fallthrough?: unknown
}

/** @returns undefined for a rule of JavaScript, and for one of a type that is not known here */
export function readModuleRule({ type, globs, fallthrough }: SaidRule): ModuleRule | undefined {
  const kind = KINDS[type]
  if (kind === undefined) return undefined
  return { kind, globs, ...(fallthrough === true && { fallthrough }) }
}

/** What rules name that is none of the kinds of module that are known here, in words: `rules of type PythonModule`. */
export function unknownTypesIn(rules: readonly SaidRule[]): readonly string[] {
  const types = rules.map(({ type }) => type).filter((one) => !(one in KINDS) && !OF_JAVASCRIPT.includes(one))
  return [...new Set(types)].map((type) => `rules of type ${type}`)
}

/** The rules in force: a user's own take the place of the usual ones of their kind, unless they fall through. */
export function rulesWith(own: readonly ModuleRule[] = []): readonly ModuleRule[] {
  const all = [...own, ...USUAL]
  return all.filter(
    ({ kind }, index) => !all.slice(0, index).some((one) => one.kind === kind && !one.fallthrough),
  )
}

/** A glob as wrangler reads it: a star stands for anything, folders too. */
export function globPattern(glob: string): RegExp {
  const pattern = glob.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*')
  return new RegExp(`^${pattern}$`)
}
