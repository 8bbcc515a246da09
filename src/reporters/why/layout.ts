import type { LoadedModule, LoadReport } from '../../core/load-report.ts'

/** A module's bar: as long as its load with all that it was the first to import, its own time at the end. */
export interface LoadBar {
  readonly name: string
  readonly package: string
  readonly startMs: number
  readonly endMs: number
  /** 0 for what nobody of the load imports. */
  readonly depth: number
  readonly selfMs: number
  /** Of a module; left out for the loader. */
  readonly module?: LoadedModule
}

const LOADER = "Node's own loader"

/**
 * The load drawn as bars within bars, parents before their children. The order is that in which modules were met;
 * where in its parent a module stands is not measured.
 */
export function layoutLoad({ modules, loaderMs }: LoadReport): LoadBar[] {
  const children = new Map<number | undefined, number[]>()
  for (const [index, { parent }] of modules.entries()) {
    const known = children.get(parent)
    if (known) known.push(index)
    else children.set(parent, [index])
  }
  const bars: LoadBar[] = []
  const seen = new Set<number>()
  const draw = (index: number, startMs: number, depth: number): number => {
    const module = modules[index]
    if (!module || seen.has(index)) return startMs
    seen.add(index)
    const { name, package: of, selfMs } = module
    const place = bars.push({ name, package: of, startMs, endMs: startMs, depth, selfMs, module }) - 1
    let atMs = startMs
    for (const child of children.get(index) ?? []) atMs = draw(child, atMs, depth + 1)
    const endMs = atMs + selfMs
    bars[place] = { name, package: of, startMs, endMs, depth, selfMs, module }
    return endMs
  }
  let atMs = 0
  for (const root of children.get(undefined) ?? []) atMs = draw(root, atMs, 0)
  if (loaderMs > 0)
    bars.push({
      name: LOADER,
      package: LOADER,
      startMs: atMs,
      endMs: atMs + loaderMs,
      depth: 0,
      selfMs: loaderMs,
    })
  return bars
}
