import { promiseHooks } from 'node:v8'
import { now, stamp, stampAt, stampLast } from './trace-stamps.ts'

// What a traced process has seen so far: its modules, and what is at work.

/** A module that the process has met; its number is its place in `modules`. */
export interface TracedModule {
  readonly url: string
  readonly parent?: string
  /** What was at work when it was met, where nothing says who asked for it. */
  readonly within?: string
  readonly specifier?: string
  format?: string
  bytes?: number
  /** When it was loaded, where no stamp tells of it. */
  metMs?: number
}

export const modules: TracedModule[] = []
const ids = new Map<string, number>()
let frames = 0
/** By frame: the module that it is about, in the order in which they were opened. */
const working = new Map<number, number>()
/** Open while Node compiles what a hook has just given it. */
let compiling: number | undefined

/** The number of a module, a new one where it is met for the first time. */
export function idOf(url: string, facts: Omit<TracedModule, 'url'> = {}): { id: number; isNew: boolean } {
  const known = ids.get(url)
  if (known !== undefined) return { id: known, isNew: false }
  const id = modules.push({ url, ...facts }) - 1
  ids.set(url, id)
  return { id, isNew: true }
}

/** The number of a module that was met; undefined for another. */
export function knownId(url: string): number | undefined {
  return ids.get(url)
}

/** Something begins to be done for a module, now. @returns the frame, by which it turns to something else and ends */
export function open(module: number, phase: string, atMs = now()): number {
  endCompiling(atMs)
  const frame = frames++
  working.set(frame, module)
  stampAt(atMs, ['open', frame, module, phase])
  return frame
}

/** From now on the frame is about this module, or about this phase of it. */
export function turn(frame: number, module: number, phase: string): void {
  if (working.has(frame)) working.set(frame, module)
  stamp('turn', frame, module, phase)
}

/** What the frame was about is over. */
export function close(frame: number): void {
  endCompiling()
  working.delete(frame)
  stampLast(['close', frame])
}

/** The frame that was opened, or went on, last. */
function current(): number | undefined {
  return [...working.keys()].at(-1)
}

/** The URL of the module that something is done for now; undefined where none is known. */
export function atWork(): string | undefined {
  const module = [...working.values()].findLast((one) => one !== UNKNOWN)
  return module === undefined ? undefined : modules[module]?.url
}

/** Node compiles now what a hook has just given it, or evaluates what is its own, until something else happens. */
export function beginCompiling(module: number, phase: 'compile' | 'evaluate'): void {
  compiling = open(module, phase)
}

/** Something else happens. */
export function endCompiling(atMs = now()): void {
  if (compiling === undefined) return
  const frame = compiling
  compiling = undefined
  working.delete(frame)
  stampAt(atMs, ['close', frame])
}

/** Open bodies that may go on behind an await. */
const awaiting = new Set<number>()
/** By promise: the body that waits for it. */
const waiting = new WeakMap<object, number>()
let stopWatching: (() => void) | undefined

/** Where several modules wait at once, the one whose promise is settled goes on. */
function watchAwaits(frame: number): void {
  awaiting.add(frame)
  stopWatching ??= promiseHooks.createHook({
    init(promise: object) {
      const at = current()
      if (at !== undefined && awaiting.has(at)) waiting.set(promise, at)
    },
    before(promise: object) {
      const at = waiting.get(promise)
      if (at === undefined || !awaiting.has(at) || at === current()) return
      const module = working.get(at) as number
      working.delete(at)
      working.set(at, module)
      stamp('resume', at)
    },
  }) as () => void
}

function forgetAwaits(frame: number): void {
  awaiting.delete(frame)
  if (awaiting.size > 0) return
  stopWatching?.()
  stopWatching = undefined
}

/** For a module that is not known yet. */
export const UNKNOWN = -1
/** By module: the frame in which its body runs. */
export const bodies = new Map<number, number>()

/** Called by the marks that are put into modules. */
const marks = {
  /** The body of a CommonJS module begins: it is compiled. */
  c(id: number) {
    const frame = bodies.get(id)
    if (frame !== undefined) turn(frame, id, 'evaluate')
  },
  /** The body of an ES module begins, and ends; one that has no await and did not come to its end threw. */
  b(id: number, mayAwait = true) {
    const frame = open(id, 'evaluate')
    bodies.set(id, frame)
    if (mayAwait) watchAwaits(frame)
    queueMicrotask(() => {
      if (bodies.get(id) !== frame) return
      if (mayAwait) stamp('awaits', id)
      else marks.e(id)
    })
  },
  e(id: number) {
    const frame = bodies.get(id)
    bodies.delete(id)
    if (frame === undefined) return
    forgetAwaits(frame)
    close(frame)
  },
  /** The same where hooks run in another thread, which cannot number modules. */
  m(url: string, bytes: number, parent: string, specifier: string, mayAwait: boolean) {
    const { id } = idOf(url, { parent, specifier })
    Object.assign(modules[id] as TracedModule, { bytes, format: 'module' })
    marks.b(id, mayAwait)
  },
  x(url: string) {
    marks.e(idOf(url).id)
  },
}
Object.defineProperty(globalThis, '__coldstart', { value: marks })
