import * as moduleApi from 'node:module'
import { afterHashbang } from './source-start.ts'
import {
  beginCompiling,
  close,
  idOf,
  modules,
  open,
  type TracedModule,
  turn,
  UNKNOWN,
} from './trace-record.ts'

type Resolved = { readonly url: string }
type Loaded = {
  readonly format?: string | null
  readonly source?: string | NodeJS.ArrayBufferView | ArrayBuffer | null
}
type Next<Found> = (one: string, context: object) => Found
type Hook<Found, Context> = (one: string, context: Context, next: Next<Found>) => Found

interface Hooks {
  readonly resolve: Hook<Resolved, { readonly parentURL?: string; readonly conditions?: readonly string[] }>
  readonly load: Hook<Loaded, { readonly conditions?: readonly string[] }>
}

/** Node 22 and 24 have it, the types of Node 20 do not. */
export const { registerHooks } = moduleApi as { readonly registerHooks?: (hooks: Hooks) => void }

/** Node 22 and 24: hooks in this thread see every module, however it is loaded. */
export function traceEsModules(): void {
  registerHooks?.({
    resolve(specifier, context, next) {
      // What require() resolves has a frame of its own.
      if (context.conditions?.includes('require')) return next(specifier, context)
      const frame = open(UNKNOWN, 'resolve')
      try {
        const found = next(specifier, context)
        const parent = context.parentURL
        const { id, isNew } = idOf(found.url, { specifier, ...(parent && { parent }) })
        if (isNew) turn(frame, id, 'resolve')
        return found
      } finally {
        close(frame)
      }
    },
    load(url, context, next) {
      const isRequired = context.conditions?.includes('require')
      const { id } = idOf(url)
      const frame = isRequired ? undefined : open(id, 'read')
      const found = next(url, context)
      const traced = modules[id] as TracedModule
      if (found.format) traced.format = found.format
      if (found.source) traced.bytes = Buffer.byteLength(found.source)
      if (frame !== undefined) turn(frame, UNKNOWN, 'tracing')
      const source =
        found.format === 'module' && found.source ? markEsModule(String(found.source), id) : undefined
      if (frame !== undefined) {
        close(frame)
        beginCompiling(id, url.startsWith('node:') ? 'evaluate' : 'compile')
      }
      return source === undefined ? found : { ...found, source }
    },
  })
}

/** The source of an ES module with marks where its body begins and ends. */
export function markEsModule(source: string, id: number): string {
  const at = afterHashbang(source)
  return `${source.slice(0, at)}__coldstart.b(${id},${mayAwait(source)});${source.slice(at)}\n;__coldstart.e(${id})`
}

/** Whether there can be an await at the top level of a source. */
function mayAwait(source: string): boolean {
  return source.includes('await')
}
