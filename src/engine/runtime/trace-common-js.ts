import Module, { isBuiltin } from 'node:module'
import { pathToFileURL } from 'node:url'
import { afterDirectives } from './source-start.ts'
import { markEsModule, registerHooks } from './trace-es-modules.ts'
import {
  atWork,
  bodies,
  close,
  idOf,
  knownId,
  modules,
  open,
  type TracedModule,
  turn,
  UNKNOWN,
} from './trace-record.ts'

type Method = (this: unknown, ...given: unknown[]) => unknown

/** Node's loader of CommonJS, as far as it is patched: none of it has public types. */
interface CommonJsLoader {
  _load: Method
  _resolveFilename: Method
  readonly _extensions: Record<string, Method>
  readonly prototype: { _compile: Method; require: Method }
}

const cjs = Module as unknown as CommonJsLoader

/** What is being required now. */
interface Asked {
  readonly frame: number
  readonly parent?: string
  /** What is at work where no parent is known: an ES module that is required, on Node 20. */
  readonly within?: string
  readonly specifier: string
  isKnown?: boolean
}

let current: Asked | undefined
/** Of a `require` that has just been called, until the loader begins with it. */
let called: number | undefined

/** A package of many small files asks for the same ones again and again, and making a URL takes longer than that. */
const urls = new Map<string, string>()

function urlOf(file: string): string {
  const known = urls.get(file)
  if (known !== undefined) return known
  const { href } = pathToFileURL(file)
  urls.set(file, href)
  return href
}

/** From now on every module that `require` loads leaves its stamps. */
export function traceCommonJs(): void {
  stampRequires()
  stampLoads()
  stampLookups()
  stampFiles()
  stampCompiling()
  stampAddons()
}

/** A body that asks hundreds of times for what is loaded already spends more in front of the loader than in itself. */
function stampRequires(): void {
  const { require } = cjs.prototype
  cjs.prototype.require = function (...given) {
    const frame = open(UNKNOWN, 'resolve')
    called = frame
    try {
      return require.apply(this, given)
    } finally {
      called = undefined
      close(frame)
    }
  }
}

function stampLoads(): void {
  const { _load } = cjs
  cjs._load = function (...given) {
    const [request, parent] = given as [string, { filename?: string } | undefined]
    const outer = current
    const from = parent?.filename
    const within = from ? undefined : atWork()
    const begun = called
    called = undefined
    const frame = begun ?? open(UNKNOWN, 'resolve')
    current = {
      frame,
      specifier: request,
      ...(from ? { parent: urlOf(from) } : within && { within }),
    }
    if (isBuiltin(request)) noteBuiltin(current)
    try {
      return _load.apply(this, given)
    } finally {
      current = outer
      if (begun === undefined) close(frame)
    }
  }
}

function noteBuiltin({ frame, parent, specifier }: Asked): void {
  const url = specifier.startsWith('node:') ? specifier : `node:${specifier}`
  const { id, isNew } = idOf(url, { specifier, format: 'builtin', ...(parent && { parent }) })
  if (isNew) turn(frame, id, 'evaluate')
}

function stampLookups(): void {
  const { _resolveFilename } = cjs
  cjs._resolveFilename = function (...given) {
    const asked = current
    const found = _resolveFilename.apply(this, given)
    if (asked && !asked.isKnown && typeof found === 'string' && !isBuiltin(found)) {
      asked.isKnown = true
      const url = urlOf(found)
      // Whether Node's own cache has it tells nothing: what an ES module re-exports is put there before it is loaded.
      if (knownId(url) === undefined) {
        const { parent, within, specifier } = asked
        const { id } = idOf(url, { specifier, ...(parent && { parent }), ...(within && { within }) })
        turn(asked.frame, id, 'read')
      }
    }
    return found
  }
}

function stampFiles(): void {
  const { _extensions } = cjs
  for (const [ending, original] of Object.entries(_extensions)) {
    _extensions[ending] = function (module, filename) {
      const asked = current
      const { id } = idOf(urlOf(filename as string))
      const traced = modules[id] as TracedModule
      traced.format ??= ending === '.json' ? 'json' : ending === '.node' ? 'addon' : 'commonjs'
      if (asked) {
        bodies.set(id, asked.frame)
        turn(asked.frame, id, 'read')
      }
      return original.call(this, module, filename)
    }
  }
}

function stampCompiling(): void {
  const { _compile } = cjs.prototype
  cjs.prototype._compile = function (content, filename, format, ...rest) {
    const { id } = idOf(urlOf(filename as string))
    const frame = bodies.get(id)
    if (typeof content !== 'string' || frame === undefined)
      return _compile.call(this, content, filename, format, ...rest)
    const traced = modules[id] as TracedModule
    if (format === 'module') {
      traced.format = 'module'
      traced.bytes ??= Buffer.byteLength(content)
      // On Node 20 what it imports is in this, too: that is not told apart.
      turn(frame, id, 'compile')
      const source = registerHooks ? content : markEsModule(content, id)
      return _compile.call(this, source, filename, format, ...rest)
    }
    turn(frame, UNKNOWN, 'tracing')
    traced.bytes = Buffer.byteLength(content)
    const at = afterDirectives(content)
    const marked = `${content.slice(0, at)};__coldstart.c(${id});${content.slice(at)}`
    turn(frame, id, 'compile')
    try {
      return _compile.call(this, marked, filename, format, ...rest)
    } finally {
      turn(frame, id, 'resolve')
    }
  }
}

/** An addon is opened by the loader, or by a module that finds it itself. */
function stampAddons(): void {
  const { dlopen } = process
  process.dlopen = function (this: unknown, ...given) {
    const parent = atWork()
    const { id } = idOf(urlOf(String(given[1])), parent === undefined ? {} : { parent })
    const traced = modules[id] as TracedModule
    traced.format ??= 'addon'
    const frame = open(id, 'evaluate')
    try {
      return dlopen.apply(this as typeof process, given)
    } finally {
      close(frame)
    }
  } as typeof dlopen
}
