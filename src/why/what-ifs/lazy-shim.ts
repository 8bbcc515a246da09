/** What a package exports, as it was found by loading it. */
export interface ExportFacts {
  readonly name: string
  readonly kind: 'function' | 'object' | 'literal'
  /** JavaScript, for a literal. */
  readonly literal?: string
}

/** A package whose load is put off. */
export interface LazyPackage {
  /** Absolute path of the module that the specifier means. */
  readonly path: string
  readonly exports: readonly ExportFacts[]
  /** Of module.exports itself, where the module is CommonJS. */
  readonly whole?: 'function' | 'object'
}

/**
 * A module that offers what a package exports without loading it: functions and objects are proxies that load it when
 * they are first used.
 * @param format of the module that imports it
 */
export function lazyShim({ path, exports, whole }: LazyPackage, format: 'esm' | 'cjs'): string {
  const kinds = JSON.stringify(Object.fromEntries(exports.map(({ name, kind }) => [name, kind])))
  const literals = exports.map(({ name, literal }) =>
    literal === undefined ? '' : `${JSON.stringify(name)}: ${literal},`,
  )
  const lines = [
    ...(format === 'esm'
      ? ["import { createRequire } from 'node:module'", 'const require = createRequire(import.meta.url)']
      : []),
    'let loaded',
    `const real = () => (loaded ??= { it: require(${JSON.stringify(path)}) }).it`,
    `const kinds = ${kinds}`,
    `const literals = { ${literals.join(' ')} }`,
    ...SHIPPED.map(String),
    // By the name that a bundler may have given it.
    `const whole = ${makeLazy.name}(real, ${JSON.stringify(whole ?? 'object')}, kinds, literals)`,
  ]
  if (format === 'cjs') return `${lines.join('\n')}\nmodule.exports = whole\n`
  const names = exports.filter(({ name }) => name !== 'default' && name !== 'module.exports')
  const offered = names.map(
    ({ name }, index) =>
      `const e${index} = whole[${JSON.stringify(name)}]; export { e${index} as ${JSON.stringify(name)} }`,
  )
  const isCommonJs = whole !== undefined
  const main = isCommonJs ? 'whole' : 'whole.default'
  const hasDefault = isCommonJs || exports.some(({ name }) => name === 'default')
  return `${[...lines, ...offered, ...(hasDefault ? [`export default ${main}`] : [])].join('\n')}\n`
}

type Key = string | symbol
type Kinds = Readonly<Record<string, ExportFacts['kind']>>

/** One thing whose load is put off. */
interface Late {
  readonly real: () => unknown
  readonly isFunction: boolean
  /** What the module exports; undefined for one of its exports. */
  readonly kinds: Kinds | undefined
  readonly literals: Readonly<Record<string, unknown>> | undefined
  /** Exports that were asked for already. */
  readonly known: Map<Key, unknown>
  readonly target: object
  isLoaded: boolean
  self?: object
}

// All below runs in the function's process, from its text: these functions may use nothing but each other.
const SHIPPED = [makeLazy, loadLate, readLate, offerLate, useTraps, lookTraps]

function makeLazy(
  real: () => unknown,
  kind: string,
  kinds: Kinds | undefined,
  literals: Readonly<Record<string, unknown>> | undefined,
): object {
  const isFunction = kind === 'function'
  const target = isFunction ? function lazy() {} : {}
  const late: Late = { real, isFunction, kinds, literals, known: new Map(), target, isLoaded: false }
  late.self = new Proxy(target, { ...useTraps(late), ...lookTraps(late) })
  return late.self
}

function loadLate(late: Late): object {
  late.isLoaded = true
  return late.real() as object
}

/** An instance's methods may want private fields, which a proxy does not have. */
function readLate(late: Late, key: Key): unknown {
  const from = loadLate(late)
  const value = Reflect.get(from, key)
  const isMethod = typeof value === 'function' && !Object.hasOwn(value, 'prototype')
  const isPlain = typeof from === 'function' || [null, Object.prototype].includes(Object.getPrototypeOf(from))
  return isMethod && !isPlain ? value.bind(from) : value
}

function offerLate({ real, literals, known }: Late, key: string, kind: ExportFacts['kind']): unknown {
  if (kind === 'literal') return literals?.[key]
  if (!known.has(key))
    known.set(
      key,
      makeLazy(() => Reflect.get(real() as object, key), kind, undefined, undefined),
    )
  return known.get(key)
}

/** What is done with it, which loads it; an export of it only when that is used. */
function useTraps(late: Late): ProxyHandler<object> {
  const { kinds } = late
  return {
    get(_, key) {
      if (late.isLoaded || kinds === undefined) return readLate(late, key)
      // What loaders and compilers ask of every module.
      if (typeof key === 'symbol') return undefined
      const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined
      if (kind !== undefined) return offerLate(late, key, kind)
      return key === '__esModule' || key === 'then' ? undefined : readLate(late, key)
    },
    set: (_, key, value) => Reflect.set(loadLate(late), key, value),
    apply: (_, that, given) =>
      Reflect.apply(loadLate(late) as () => unknown, that === late.self ? undefined : that, given),
    construct(_, given, newTarget) {
      const made = loadLate(late) as new () => object
      return Reflect.construct(made, given, newTarget === late.self ? made : newTarget)
    },
  }
}

/** What is asked about it, which needs no load where the names of its exports say it. */
function lookTraps(late: Late): ProxyHandler<object> {
  const { kinds, target, isFunction } = late
  return {
    has: (_, key) => (kinds && Object.hasOwn(kinds, key) ? true : Reflect.has(loadLate(late), key)),
    getPrototypeOf: () => Reflect.getPrototypeOf(kinds === undefined ? loadLate(late) : target),
    ownKeys() {
      const keys: Key[] = kinds && !late.isLoaded ? Object.keys(kinds) : Reflect.ownKeys(loadLate(late))
      return [...new Set([...keys, ...(isFunction ? ['prototype'] : [])])]
    },
    getOwnPropertyDescriptor(_, key) {
      if (isFunction && key === 'prototype') return Reflect.getOwnPropertyDescriptor(target, key)
      if (kinds === undefined || late.isLoaded) {
        const found = Reflect.getOwnPropertyDescriptor(loadLate(late), key)
        return found && { ...found, configurable: true }
      }
      if (!Object.hasOwn(kinds, key)) return undefined
      return { configurable: true, enumerable: true, get: () => Reflect.get(late.self ?? target, key) }
    },
  }
}
