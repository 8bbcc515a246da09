// Given to Node by --import in the process of a function that is traced: records which modules are loaded, by whom,
// and when each is resolved, read, compiled and evaluated. Nothing is computed here but stamps; src/why reads them.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import Module, * as moduleApi from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import { MOMENT } from './moments.ts'
import { afterDirectives, afterHashbang } from './source-start.ts'
import { ESM_HOOKS } from './trace-esm-hooks.ts'
import { watchConnections } from './watch-connections.ts'

/** [ms since the process began, what happens, frame or module, module, phase]; the reader is src/why/read-trace.ts. */
type Stamp = readonly [number, ...(string | number)[]]

interface TracedModule {
  readonly url: string
  readonly parent?: string
  readonly specifier?: string
  format?: string
  bytes?: number
}

const folder = import.meta.dirname
const stamps: Stamp[] = []
const modules: TracedModule[] = []
const ids = new Map<string, number>()
let frames = 0
/** Open while Node compiles what a hook has just given it. */
let compiling: number | undefined

// A child of the function is not the function: it gets what the function was given.
const given = join(folder, 'node-options')
if (existsSync(given)) process.env.NODE_OPTIONS = readFileSync(given, 'utf8')
else delete process.env.NODE_OPTIONS

const now = () => performance.now()

function idOf(url: string, facts: Omit<TracedModule, 'url'> = {}): { id: number; isNew: boolean } {
  const known = ids.get(url)
  if (known !== undefined) return { id: known, isNew: false }
  const id = modules.push({ url, ...facts }) - 1
  ids.set(url, id)
  return { id, isNew: true }
}

function open(module: number, phase: string): number {
  endCompiling()
  const frame = frames++
  stamps.push([now(), 'open', frame, module, phase])
  return frame
}

function turn(frame: number, module: number, phase: string): void {
  stamps.push([now(), 'turn', frame, module, phase])
}

function close(frame: number): void {
  endCompiling()
  stamps.push([now(), 'close', frame])
}

function endCompiling(): void {
  if (compiling === undefined) return
  const frame = compiling
  compiling = undefined
  stamps.push([now(), 'close', frame])
}

const UNKNOWN = -1
const bodies = new Map<number, number>()

/** Called by the marks that are put into modules. */
const marks = {
  /** The body of a CommonJS module begins: it is compiled. */
  c(id: number) {
    const frame = bodies.get(id)
    if (frame !== undefined) turn(frame, id, 'evaluate')
  },
  /** The body of an ES module begins, and ends. */
  b(id: number) {
    const frame = open(id, 'evaluate')
    bodies.set(id, frame)
    queueMicrotask(() => bodies.get(id) === frame && stamps.push([now(), 'awaits', id]))
  },
  e(id: number) {
    const frame = bodies.get(id)
    bodies.delete(id)
    if (frame !== undefined) close(frame)
  },
  /** The same where hooks run in another thread, which cannot number modules. */
  m(url: string, bytes: number, parent: string, specifier: string) {
    const { id } = idOf(url, { parent, specifier })
    Object.assign(modules[id] as TracedModule, { bytes, format: 'module' })
    marks.b(id)
  },
  x(url: string) {
    marks.e(idOf(url).id)
  },
}
Object.defineProperty(globalThis, '__coldstart', { value: marks })

// biome-ignore lint/suspicious/noExplicitAny: what is patched has no public types.
const cjs = Module as any

function patchCommonJs(): void {
  const { _load, _resolveFilename, _extensions } = cjs
  const { _compile } = cjs.prototype
  let current: { frame: number; parent?: string; specifier: string; isKnown?: boolean } | undefined

  cjs._load = function (request: string, parent: { filename?: string } | undefined, ...rest: unknown[]) {
    const outer = current
    const frame = open(UNKNOWN, 'resolve')
    const from = parent?.filename
    current = { frame, specifier: request, ...(from && { parent: pathToFileURL(from).href }) }
    if (moduleApi.isBuiltin(request)) noteBuiltin(current)
    try {
      return _load.call(this, request, parent, ...rest)
    } finally {
      current = outer
      close(frame)
    }
  }

  function noteBuiltin({ frame, parent, specifier }: NonNullable<typeof current>): void {
    const url = specifier.startsWith('node:') ? specifier : `node:${specifier}`
    const { id, isNew } = idOf(url, { specifier, format: 'builtin', ...(parent && { parent }) })
    if (isNew) turn(frame, id, 'evaluate')
  }

  cjs._resolveFilename = function (...given: unknown[]) {
    const asked = current
    const found = _resolveFilename.apply(this, given)
    if (asked && !asked.isKnown && typeof found === 'string' && !moduleApi.isBuiltin(found)) {
      asked.isKnown = true
      if (cjs._cache[found] === undefined) {
        const { parent, specifier } = asked
        const { id } = idOf(pathToFileURL(found).href, { specifier, ...(parent && { parent }) })
        turn(asked.frame, id, 'read')
      }
    }
    return found
  }

  for (const ending of Object.keys(_extensions)) {
    const original = _extensions[ending]
    _extensions[ending] = function (module: unknown, filename: string) {
      const asked = current
      const { id } = idOf(pathToFileURL(filename).href)
      const traced = modules[id] as TracedModule
      traced.format ??= ending === '.json' ? 'json' : ending === '.node' ? 'addon' : 'commonjs'
      if (asked) {
        bodies.set(id, asked.frame)
        turn(asked.frame, id, ending === '.node' ? 'evaluate' : 'read')
      }
      return original.call(this, module, filename)
    }
  }

  cjs.prototype._compile = function (
    content: unknown,
    filename: string,
    format?: string,
    ...rest: unknown[]
  ) {
    const { id } = idOf(pathToFileURL(filename).href)
    const frame = bodies.get(id)
    if (typeof content !== 'string' || frame === undefined)
      return _compile.call(this, content, filename, format, ...rest)
    const traced = modules[id] as TracedModule
    traced.bytes = Buffer.byteLength(content)
    // Its marks are in it already, or it can have none.
    if (format === 'module') {
      traced.format = 'module'
      turn(frame, id, 'evaluate')
      return _compile.call(this, content, filename, format, ...rest)
    }
    turn(frame, UNKNOWN, 'tracing')
    const at = afterDirectives(content)
    const marked = `${content.slice(0, at)};__coldstart.c(${id});${content.slice(at)}`
    turn(frame, id, 'compile')
    return _compile.call(this, marked, filename, format, ...rest)
  }
}

// biome-ignore lint/suspicious/noExplicitAny: Node 22 and 24 have it, the types of Node 20 do not.
const { registerHooks } = moduleApi as any

/** Node 22 and 24: hooks in this thread see every module, however it is loaded. */
function hookEsModules(): void {
  registerHooks({
    resolve(specifier: string, context: { parentURL?: string; conditions?: readonly string[] }, next: Next) {
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
    load(url: string, context: { conditions?: readonly string[] }, next: Next) {
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
        compiling = open(id, 'compile')
      }
      return source === undefined ? found : { ...found, source }
    },
  })
}

// biome-ignore lint/suspicious/noExplicitAny: as above.
type Next = (one: string, context: object) => any

function markEsModule(source: string, id: number): string {
  const at = afterHashbang(source)
  return `${source.slice(0, at)}__coldstart.b(${id});${source.slice(at)}\n;__coldstart.e(${id})`
}

/** On which the hooks of Node 20 say who imports whom. */
let edges: MessagePort | undefined

function takeEdges(port: MessagePort): void {
  for (let got = receiveMessageOnPort(port); got; got = receiveMessageOnPort(port)) {
    const [url, parent, specifier] = got.message as [string, string, string]
    const known = ids.get(url)
    if (known === undefined || parent === '' || modules[known]?.parent !== undefined) continue
    modules[known] = { ...(modules[known] as TracedModule), parent, specifier }
  }
}

let written = 0

/** Written whole each time, and put in place in one step: whoever reads it finds all or nothing. */
function write(): void {
  if (stamps.length === written) return
  written = stamps.length
  if (edges) takeEdges(edges)
  const path = join(folder, `trace-${process.pid}.json`)
  const text = JSON.stringify({
    node: process.versions.node,
    esm: registerHooks ? 'all' : 'evaluation',
    stream: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    taskRoot: process.env.LAMBDA_TASK_ROOT,
    modules,
    stamps,
  })
  writeFileSync(`${path}.part`, text)
  renameSync(`${path}.part`, path)
}

/** Long enough without a stamp that nothing is going on. */
const QUIET_MS = 30

function writeWhenQuiet(): void {
  const last = stamps.at(-1)?.[0] ?? 0
  if (hasAnswered && now() - last > QUIET_MS) write()
}

let hasAnswered = false
patchCommonJs()
if (registerHooks) hookEsModules()
else {
  const { port1, port2 } = new MessageChannel()
  edges = port1
  moduleApi.register(`data:text/javascript,${encodeURIComponent(ESM_HOOKS)}`, {
    data: { port: port2 },
    transferList: [port2],
  })
}
watchConnections((...words) => stamps.push([now(), ...words]))
Object.defineProperty(globalThis, MOMENT, {
  value: (moment: string) => {
    endCompiling()
    stamps.push([now(), 'moment', moment])
    if (moment === 'answered') hasAnswered = true
  },
})
setInterval(writeWhenQuiet, 15).unref()
process.on('exit', write)
process.once('SIGTERM', () => {
  write()
  process.exit(143)
})
