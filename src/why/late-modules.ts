import { type Account, accountTime, type ModuleTime } from './account-time.ts'
import type { ModulePlace } from './place-module.ts'
import { spansOf, type Trace, type TracedModule } from './trace.ts'

/**
 * Modules that are loaded in the first call because the launcher imports the function only then, as Netlify's does;
 * what the function itself imports late is its own affair, and what the launcher needs for a call is the call's.
 * @param early what the load's own time went to
 * @returns by index of the trace's modules
 */
export function lateModules(
  trace: Trace,
  { modules: early }: Account,
  place: (url: string) => ModulePlace,
): ReadonlyMap<number, ModuleTime> {
  const [first] = spansOf(trace).calls
  if (!first) return new Map()
  const index = new Map(trace.modules.map(({ url }, at) => [url, at]))
  const isLaunchers = (at: number, depth = 0): boolean => {
    const { url, parent } = trace.modules[at] as TracedModule
    const above = parent === undefined ? undefined : index.get(parent)
    if (above === undefined || early.has(at) || depth > trace.modules.length) return false
    if (place(parent as string).kind === 'launcher') return place(url).kind === 'own'
    return isLaunchers(above, depth + 1)
  }
  return new Map([...accountTime(trace, first).modules].filter(([at]) => !early.has(at) && isLaunchers(at)))
}
