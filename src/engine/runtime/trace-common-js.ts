import Module, { isBuiltin } from 'node:module'
import { pathToFileURL } from 'node:url'
import { afterDirectives } from './source-start.ts'
import { bodies, close, idOf, modules, open, type TracedModule, turn, UNKNOWN } from './trace-record.ts'

type Method = (this: unknown, ...given: unknown[]) => unknown

/** Node's loader of CommonJS, as far as it is patched: none of it has public types. */
interface CommonJsLoader {
  _load: Method
  _resolveFilename: Method
  readonly _cache: Readonly<Record<string, unknown>>
  readonly _extensions: Record<string, Method>
  readonly prototype: { _compile: Method }
}

const cjs = Module as unknown as CommonJsLoader

/** What is being required now. */
interface Asked {
  readonly frame: number
  readonly parent?: string
  readonly specifier: string
  isKnown?: boolean
}

let current: Asked | undefined

/** From now on every module that `require` loads leaves its stamps. */
export function traceCommonJs(): void {
  stampLoads()
  stampLookups()
  stampFiles()
  stampCompiling()
}

function stampLoads(): void {
  const { _load } = cjs
  cjs._load = function (...given) {
    const [request, parent] = given as [string, { filename?: string } | undefined]
    const outer = current
    const frame = open(UNKNOWN, 'resolve')
    const from = parent?.filename
    current = { frame, specifier: request, ...(from && { parent: pathToFileURL(from).href }) }
    if (isBuiltin(request)) noteBuiltin(current)
    try {
      return _load.apply(this, given)
    } finally {
      current = outer
      close(frame)
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
      if (cjs._cache[found] === undefined) {
        const { parent, specifier } = asked
        const { id } = idOf(pathToFileURL(found).href, { specifier, ...(parent && { parent }) })
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
      const { id } = idOf(pathToFileURL(filename as string).href)
      const traced = modules[id] as TracedModule
      traced.format ??= ending === '.json' ? 'json' : ending === '.node' ? 'addon' : 'commonjs'
      if (asked) {
        bodies.set(id, asked.frame)
        turn(asked.frame, id, ending === '.node' ? 'evaluate' : 'read')
      }
      return original.call(this, module, filename)
    }
  }
}

function stampCompiling(): void {
  const { _compile } = cjs.prototype
  cjs.prototype._compile = function (content, filename, format, ...rest) {
    const { id } = idOf(pathToFileURL(filename as string).href)
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
