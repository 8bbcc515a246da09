import Module, { isBuiltin } from 'node:module'
import { pathToFileURL } from 'node:url'
import { afterDirectives } from './source-start.ts'
import { bodies, close, idOf, modules, open, type TracedModule, turn, UNKNOWN } from './trace-record.ts'

// biome-ignore lint/suspicious/noExplicitAny: what is patched has no public types.
const cjs = Module as any

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
  cjs._load = function (request: string, parent: { filename?: string } | undefined, ...rest: unknown[]) {
    const outer = current
    const frame = open(UNKNOWN, 'resolve')
    const from = parent?.filename
    current = { frame, specifier: request, ...(from && { parent: pathToFileURL(from).href }) }
    if (isBuiltin(request)) noteBuiltin(current)
    try {
      return _load.call(this, request, parent, ...rest)
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
  cjs._resolveFilename = function (...given: unknown[]) {
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
}

function stampCompiling(): void {
  const { _compile } = cjs.prototype
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
