import { placeModule } from '../place-module.ts'
import type { Bundle, ProfiledBundle } from './bundle.ts'
import { openFrames, type ProfileNode } from './bundle-frames.ts'

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
 * How often the modules of a bundle were at work, by profiles of starts of its copy in which no line is of two modules.
 * @returns undefined where nothing of the bundle is in any profile
 */
export function placeProfiles(bundle: Bundle, profiles: readonly LoadProfile[]): ProfiledBundle | undefined {
  const samples = new Map<number, number>()
  let others = 0
  let starts = 0
  for (const profile of profiles) {
    const found = samplesByModule(profile, bundle)
    if (found.size > 0) starts++
    for (const [module, count] of found) {
      if (module === undefined) others += count
      else samples.set(module, (samples.get(module) ?? 0) + count)
    }
  }
  return starts === 0 ? undefined : { samples, others, starts }
}

/** Samples by index of the bundle's modules; under undefined those of none. */
function samplesByModule(all: LoadProfile, bundle: Bundle): Map<number | undefined, number> {
  const { nodes } = all.profile
  const isBundle = ({ callFrame: { url } }: ProfileNode) =>
    url.startsWith('file:') || url.startsWith('/') ? nameOf(url, all.taskRoot) === bundle.name : false
  const whose = openFrames(bundle, nodes, isBundle)
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const counts = new Map<number | undefined, number>()
  for (const [id, count] of samplesOf(all, isBundle)) {
    const node = byId.get(id)
    for (const [module, share] of (node && whose(node)) ?? [])
      counts.set(module, (counts.get(module) ?? 0) + count * share)
  }
  return counts
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
