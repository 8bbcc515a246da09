import type { Bundle } from './bundle.ts'
import { type BrokenText, breakLines } from './text-runs.ts'

/** A node of a CPU profile. https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile */
export interface ProfileNode {
  readonly id: number
  readonly callFrame: { readonly url: string; readonly functionName: string; readonly lineNumber: number }
  readonly children?: readonly number[]
  /** Lines from 1. */
  readonly positionTicks?: readonly { readonly line: number; readonly ticks: number }[]
}

/** Shares of a moment, which sum to 1, by index of the bundle's modules; under undefined those of none. */
export type Shares = ReadonlyMap<number | undefined, number>

/** Says whose a moment is, by the node of a profile that was at work; undefined where that is not the bundle's. */
export type WhoseMoment = (node: ProfileNode) => Shares | undefined

const NOBODY: Shares = new Map([[undefined, 1]])

/**
 * Whose the moments of a profile are in which no line of a bundle is of two modules: of the line at work, or that had
 * called what was at work inside of Node. What the bundler's own functions do is the time of the modules that they call,
 * since their bodies are compiled there, by size; of one that calls none, of whoever called it.
 * @param isBundle whether a frame is of the bundle
 */
export function openFrames(
  { text, runs, modules }: Pick<Bundle, 'text' | 'runs' | 'modules'>,
  nodes: readonly ProfileNode[],
  isBundle: (node: ProfileNode) => boolean,
): WhoseMoment {
  const { sourceOfLine } = breakLines(text, runs)
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map(
    nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node] as const)),
  )
  const isBundlers = (node: ProfileNode | undefined) =>
    node && isBundle(node) && !isOutermost(node) && sourceOfLine[node.callFrame.lineNumber] === undefined

  /** A function is of one module. What a bundler puts around a module begins on a line before it. */
  const moduleOf = (node: ProfileNode) => {
    const [most] = [...ticksOf(node, sourceOfLine)].sort((a, b) => b[1] - a[1])
    const { lineNumber } = node.callFrame
    return most?.[0] ?? sourceOfLine[isBundlers(parents.get(node.id)) ? lineNumber + 1 : lineNumber]
  }
  const sharesOf = (node: ProfileNode): Shares => {
    if (isOutermost(node)) return divide(ticksOf(node, sourceOfLine))
    if (!isBundlers(node)) return new Map([[moduleOf(node), 1]])
    const called = (node.children ?? []).flatMap((id) => {
      const child = byId.get(id)
      return child && isBundle(child) ? (moduleOf(child) ?? []) : []
    })
    if (called.length > 0) return divide(new Map(called.map((at) => [at, modules[at]?.bytes ?? 0])))
    const caller = parents.get(node.id)
    const above = caller && ownerOf(caller, parents, isBundle)
    return above && !isOutermost(above) ? sharesOf(above) : NOBODY
  }
  return (node) => {
    const owner = ownerOf(node, parents, isBundle)
    return owner && sharesOf(owner)
  }
}

/** By its own lines; what V8 has put into it has lines of another file, or before its first. */
function ticksOf(
  { callFrame: { lineNumber }, positionTicks = [] }: ProfileNode,
  sourceOfLine: BrokenText['sourceOfLine'],
): Map<number, number> {
  const ticks = new Map<number, number>()
  for (const { line, ticks: more } of positionTicks) {
    const source = sourceOfLine[line - 1]
    if (source !== undefined && line > lineNumber) ticks.set(source, (ticks.get(source) ?? 0) + more)
  }
  return ticks
}

/** The bundle's own code, of several modules. */
function isOutermost({ callFrame: { lineNumber, functionName } }: ProfileNode): boolean {
  return lineNumber <= 0 && functionName === ''
}

function divide(weights: ReadonlyMap<number, number>): Shares {
  const all = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  return all === 0 ? NOBODY : new Map([...weights].map(([at, weight]) => [at, weight / all]))
}

/** The frame of the bundle that a moment belongs to: its own, or the one that called what Node does. */
function ownerOf(
  node: ProfileNode,
  parents: ReadonlyMap<number, ProfileNode>,
  isBundle: (node: ProfileNode) => boolean,
): ProfileNode | undefined {
  for (let at: ProfileNode | undefined = node; at; at = parents.get(at.id)) {
    if (isBundle(at)) return at
    const { url } = at.callFrame
    // Loading another module, or that module's own code.
    if (url.startsWith('node:internal/modules/') || (url !== '' && !url.startsWith('node:'))) return undefined
  }
  return undefined
}
