import { placeModule } from '../place-module.ts'
import type { Bundle, ProfiledBundle } from './bundle.ts'
import { breakLines } from './text-runs.ts'

/** A node of a CPU profile. https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile */
interface ProfileNode {
  readonly id: number
  readonly callFrame: { readonly url: string; readonly functionName: string; readonly lineNumber: number }
  readonly children?: readonly number[]
  /** Lines from 1. */
  readonly positionTicks?: readonly { readonly line: number; readonly ticks: number }[]
}

/** What src/engine/runtime/profile-loads.ts writes of one process. */
export interface LoadProfile {
  readonly taskRoot: string
  /** From the profile's start; what comes later is the first call's. */
  readonly loadedMs?: number
  readonly profile: {
    readonly nodes: readonly ProfileNode[]
    readonly samples?: readonly number[]
    /** Microseconds from one sample to the next. */
    readonly timeDeltas?: readonly number[]
  }
}

/**
 * How often the modules of a bundle were at work, by profiles of starts in which no line of the bundle was of two modules: each
 * moment belongs to the line that was at work, or that had called what was at work inside of Node.
 * @returns undefined where nothing of the bundle is in any profile
 */
export function placeProfiles(bundle: Bundle, profiles: readonly LoadProfile[]): ProfiledBundle | undefined {
  const { sourceOfLine } = breakLines(bundle.text, bundle.runs)
  const samples = new Map<number, number>()
  let others = 0
  let starts = 0
  for (const profile of profiles) {
    const found = samplesBySource(profile, bundle.name, sourceOfLine)
    if (found.size > 0) starts++
    for (const [source, count] of found) {
      if (source === undefined) others += count
      else samples.set(source, (samples.get(source) ?? 0) + count)
    }
  }
  return starts === 0 ? undefined : { samples, others, starts }
}

type SourceOfLine = readonly (number | undefined)[]

/** Samples by source of the bundle; under undefined those of none. */
function samplesBySource(
  all: LoadProfile,
  name: string,
  sourceOfLine: SourceOfLine,
): Map<number | undefined, number> {
  const { nodes } = all.profile
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  )
  const parentOf = ({ id }: ProfileNode) => byId.get(parents.get(id) ?? -1)
  const counts = new Map<number | undefined, number>()
  const isBundle = ({ callFrame: { url } }: ProfileNode) =>
    url.startsWith('file:') || url.startsWith('/') ? nameOf(url, all.taskRoot) === name : false
  for (const [id, count] of samplesOf(all, isBundle)) {
    const node = byId.get(id)
    const owner = node && ownerOf(node, parentOf, isBundle)
    if (!owner) continue
    for (const [source, share] of sourcesOf(owner, sourceOfLine))
      counts.set(source, (counts.get(source) ?? 0) + count * share)
  }
  return counts
}

/**
 * Shares of what a frame of the bundle did, by source. Only the bundle's outermost code is of several; a function is of
 * one, and lines of another file are those of what V8 has put into it.
 */
function sourcesOf(
  { callFrame, positionTicks = [] }: ProfileNode,
  sourceOfLine: SourceOfLine,
): Map<number | undefined, number> {
  const shares = new Map<number | undefined, number>()
  const isOutermost = callFrame.lineNumber <= 0 && callFrame.functionName === ''
  for (const { line, ticks } of positionTicks) {
    const source = sourceOfLine[line - 1]
    if (source !== undefined && line > callFrame.lineNumber)
      shares.set(source, (shares.get(source) ?? 0) + ticks)
  }
  const all = [...shares.values()].reduce((sum, ticks) => sum + ticks, 0)
  if (all === 0) return new Map([[isOutermost ? undefined : sourceOfLine[callFrame.lineNumber], 1]])
  if (isOutermost) return new Map([...shares].map(([source, ticks]) => [source, ticks / all]))
  const [most] = [...shares].sort((a, b) => b[1] - a[1])
  return new Map([[most?.[0], 1]])
}

/** The frame of the bundle that a moment belongs to: its own, or the one that called what Node does. */
function ownerOf(
  node: ProfileNode,
  parentOf: (node: ProfileNode) => ProfileNode | undefined,
  isBundle: (node: ProfileNode) => boolean,
): ProfileNode | undefined {
  for (let at: ProfileNode | undefined = node; at; at = parentOf(at)) {
    if (isBundle(at)) return at
    const { url } = at.callFrame
    // Loading another module, or that module's own code.
    if (url.startsWith('node:internal/modules/') || (url !== '' && !url.startsWith('node:'))) return undefined
  }
  return undefined
}

/**
 * Samples by node until the load was over; where the bundle was loaded only later, until the first answer. How long
 * passed between two of them is the sampler's turn on a busy machine, and says nothing of the code.
 */
function samplesOf(
  { profile: { nodes, samples = [], timeDeltas = [] }, loadedMs = Number.POSITIVE_INFINITY }: LoadProfile,
  isBundle: (node: ProfileNode) => boolean,
): Map<number, number> {
  const until = (endMs: number) => {
    const counts = new Map<number, number>()
    let atMs = 0
    for (const [index, id] of samples.entries()) {
      atMs += Math.max(0, timeDeltas[index] ?? 0) / 1000
      if (atMs > endMs) break
      counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    return counts
  }
  const early = until(loadedMs)
  const own = new Set(nodes.filter(isBundle).map(({ id }) => id))
  return [...early.keys()].some((id) => own.has(id)) ? early : until(Number.POSITIVE_INFINITY)
}

function nameOf(url: string, taskRoot: string): string {
  const href = url.startsWith('/') ? `file://${url}` : url
  return placeModule(href, { taskRoot, root: taskRoot, runtime: '/nowhere' }).name
}
