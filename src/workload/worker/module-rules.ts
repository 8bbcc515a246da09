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

/** Rules of a wrangler file; those of JavaScript only matter where nothing is bundled. @returns undefined for one that is none */
export function readModuleRule(said: unknown): ModuleRule | undefined {
  const { type, globs, fallthrough } = Object(said) as Record<string, unknown>
  const kind = KINDS[String(type)]
  if (kind === undefined || !Array.isArray(globs)) return undefined
  return { kind, globs: globs.map(String), ...(fallthrough === true && { fallthrough }) }
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
