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
    `const lazy = ${makeLazy.toString()}`,
    `const whole = lazy(real, ${JSON.stringify(whole ?? 'object')}, kinds, literals)`,
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

/** Runs in the function's process: it may use nothing but what it is given. */
function makeLazy(
  real: () => unknown,
  kind: string,
  kinds: Kinds | undefined,
  literals: Readonly<Record<string, unknown>> | undefined,
): unknown {
  const target = kind === 'function' ? function lazy() {} : {}
  const known = new Map<Key, unknown>()
  let isLoaded = false
  const load = () => {
    isLoaded = true
    return real() as object
  }
  // An instance's methods may want private fields, which a proxy does not have.
  const read = (key: Key) => {
    const from = load()
    const value = Reflect.get(from, key)
    const isMethod = typeof value === 'function' && !Object.hasOwn(value, 'prototype')
    const isPlain =
      typeof from === 'function' || [null, Object.prototype].includes(Object.getPrototypeOf(from))
    return isMethod && !isPlain ? value.bind(from) : value
  }
  const offered = (key: string, of: Kinds) => {
    if (of[key] === 'literal') return literals?.[key]
    if (!known.has(key))
      known.set(
        key,
        makeLazy(() => Reflect.get(real() as object, key), of[key] ?? 'object', undefined, undefined),
      )
    return known.get(key)
  }
  const self: unknown = new Proxy(target, {
    get(_, key) {
      if (isLoaded || kinds === undefined) return read(key)
      // What loaders and compilers ask of every module.
      if (typeof key === 'symbol') return undefined
      if (Object.hasOwn(kinds, key)) return offered(key, kinds)
      return key === '__esModule' || key === 'then' ? undefined : read(key)
    },
    set: (_, key, value) => Reflect.set(load(), key, value),
    has: (_, key) => (kinds && Object.hasOwn(kinds, key) ? true : Reflect.has(load(), key)),
    apply: (_, that, given) =>
      Reflect.apply(load() as () => unknown, that === self ? undefined : that, given),
    construct(_, given, newTarget) {
      const made = load() as new () => object
      return Reflect.construct(made, given, newTarget === self ? made : newTarget)
    },
    getPrototypeOf: () => Reflect.getPrototypeOf(kinds === undefined ? load() : target),
    ownKeys() {
      const keys: Key[] = kinds && !isLoaded ? Object.keys(kinds) : Reflect.ownKeys(load())
      return [...new Set([...keys, ...(kind === 'function' ? ['prototype'] : [])])]
    },
    getOwnPropertyDescriptor(_, key) {
      if (kind === 'function' && key === 'prototype') return Reflect.getOwnPropertyDescriptor(target, key)
      if (kinds === undefined || isLoaded) {
        const found = Reflect.getOwnPropertyDescriptor(load(), key)
        return found && { ...found, configurable: true }
      }
      if (!Object.hasOwn(kinds, key)) return undefined
      return { configurable: true, enumerable: true, get: () => (self as Record<Key, unknown>)[key] }
    },
  })
  return self
}
