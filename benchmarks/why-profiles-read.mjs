// What benchmarks/why-profiles.mjs reads out of a profile: which package was at work, and in which phase.

import { SourceMap } from 'node:module'

/** The package that a file is of; the file itself where it is the function's own. */
export function packageOf(path) {
  const found = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)
  return found ? found[1] : path.startsWith('node:') ? 'builtin' : 'own'
}

const isFile = (url) => url.startsWith('/') || url.startsWith('file:')
/** What runs functions, coldstart's own. */
const isLauncher = (url) => url.includes('/engine/runtime/')
/** Node's loader of modules; what a body makes Node load of its own by touching `ReadableStream` is its evaluation. */
const isLoader = (url) =>
  url.startsWith('node:internal/modules') ||
  url.startsWith('require:') ||
  url.endsWith('/why-profiles-preload.mjs')

/**
 * By the id of a node of the profile: whose time it is, and whether a body is at work there. A body is the first frame
 * below Node's loader; what it calls in other packages is its own. The loader works for what is loaded by the innermost
 * first `require`, and for who asks where that was loaded before.
 */
function openOwners({ nodes }, keys, loaded) {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const owners = new Map()
  const visit = (one, above, caller) => {
    const { url } = one.callFrame
    const owner = ownerOf(url, above, caller, keys, loaded)
    owners.set(one.id, owner)
    for (const child of one.children ?? []) visit(byId.get(child), owner, url || caller)
  }
  visit(nodes[0], undefined, '')
  return owners
}

function ownerOf(url, above, caller, keys, loaded) {
  const [, at] = /^require:(\d+)$/.exec(url) ?? []
  const found = at === undefined ? undefined : loaded[keys[Number(at)]]
  if (found && found !== 'known') {
    const isBuiltin = found.startsWith('node:')
    return { name: packageOf(found), isBody: false, ...(isBuiltin && { isBuiltin }) }
  }
  if (above?.isBuiltin) return above
  if (isLoader(url)) return above && { ...above, isBody: false }
  if (isFile(url) && isLoader(caller) && !isLauncher(url)) return { name: packageOf(url), isBody: true }
  return above
}

/**
 * A sample stands for as many of the middle one's times at most: what is longer, another process had the processor, and
 * `why` has none of that in a module's time either.
 */
const LONGEST = 2

/**
 * Microseconds of one start by package: of everything, of bodies, and of bodies without the garbage that is collected in
 * the middle of whoever is at work; at which point that is, is chance.
 * @param bundle of `openBundle`, where what is loaded is a bundle with a map
 */
export function timesOf({ keys, loaded, profile }, bundle) {
  const sharesOf = bundle?.(profile) ?? ((_, { name }) => [[name, 1]])
  const times = { all: new Map(), bodies: new Map(), clean: new Map() }
  const add = (kind, name, us) => times[kind].set(name, (times[kind].get(name) ?? 0) + us)
  for (const { id, owner, us, isGarbage } of momentsOf(profile, openOwners(profile, keys, loaded))) {
    for (const [name, share] of owner.isBody ? sharesOf(id, owner) : [[owner.name, 1]]) {
      add('all', name, us * share)
      if (owner.isBody) add('bodies', name, us * share)
      if (owner.isBody && !isGarbage) add('clean', name, us * share)
    }
  }
  return times
}

/** The samples that are somebody's: garbage, and what V8 has no name for, are of who was at work before. */
function* momentsOf({ nodes, samples, timeDeltas }, owners) {
  const idsOf = (name) =>
    new Set(nodes.filter(({ callFrame }) => callFrame.functionName === name).map(({ id }) => id))
  const [garbage, program] = [idsOf('(garbage collector)'), idsOf('(program)')]
  const longestUs = LONGEST * timeDeltas.toSorted((a, b) => a - b)[Math.floor(timeDeltas.length / 2)]
  let id
  for (const [index, sample] of samples.entries()) {
    const isGarbage = garbage.has(sample)
    if (!isGarbage && !program.has(sample)) id = sample
    const owner = owners.get(id)
    if (owner === undefined || owner.isBuiltin) continue
    // A delta passed before its sample; what a sample stands for passes after it.
    const us = Math.min(Math.max(0, timeDeltas[index + 1] ?? 0), longestUs)
    yield { id, owner, us, isGarbage }
  }
}

/**
 * Of a bundle with a map: whose the lines are that were at work in a node of a profile, shares that sum to 1. A node
 * that is not the bundle's, or has no line of a module, is its caller's.
 */
export function openBundle(name, map) {
  const positions = new SourceMap(map)
  const ofLine = (line) => {
    const { originalSource } = positions.findEntry(line - 1, Number.MAX_SAFE_INTEGER)
    return originalSource === undefined ? undefined : packageOf(`/${originalSource}`)
  }
  return ({ nodes }) => {
    const byId = new Map(nodes.map((node) => [node.id, node]))
    const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])))
    const known = new Map()
    const sharesOf = (id) => {
      const { callFrame, positionTicks = [] } = byId.get(id)
      const lines = callFrame.url.endsWith(name) ? positionTicks : []
      const found = lines.flatMap(({ line, ticks }) => {
        const of = ofLine(line)
        return of === undefined ? [] : [[of, ticks]]
      })
      const all = found.reduce((sum, [, ticks]) => sum + ticks, 0)
      if (all > 0) return found.map(([of, ticks]) => [of, ticks / all])
      return parents.has(id) ? shares(parents.get(id)) : [['own', 1]]
    }
    const shares = (id) => {
      if (!known.has(id)) known.set(id, sharesOf(id))
      return known.get(id)
    }
    return shares
  }
}
