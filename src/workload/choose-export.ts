import { ColdstartError } from '../core/errors.ts'
import type { Contract } from './contract.ts'
import { namedHandlers } from './named-handlers.ts'

/** What there is to choose from, with nothing said by the user. */
interface Choice {
  readonly contract: Contract
  /** Absolute path of the function's file. */
  readonly file: string
  /** The file's name without its ending. */
  readonly stem: string
  /** As far as they can be seen without running the module. */
  readonly exports: readonly string[]
  /** What it registers with Google's framework. */
  readonly registered: readonly string[]
  /** What package.json's script tells that framework to serve. */
  readonly target: string | undefined
}

/** What SAM's templates call it. */
const USUAL = ['handler', 'lambdaHandler']

/** Never a function of the platform's. */
const OTHERS = new Set(['default', '__esModule', 'config', 'module.exports'])

/**
 * Which export of a module is called, where the user does not say: for Lambda `handler`, what serverless.yml or
 * template.yaml names, or the only one there is; for Google what package.json's script names, the only function that
 * is registered, the one called like its file, the framework's own default, or the only one there is.
 * @throws ColdstartError `unclear-export` where it could be any of several
 */
export async function chooseExport(choice: Choice): Promise<string> {
  const { contract, file, stem, exports, registered, target } = choice
  const isGoogle = contract === 'google'
  if (contract !== 'lambda' && !isGoogle) return 'handler'
  if (target !== undefined && [...exports, ...registered].includes(target)) return target
  if (isGoogle && registered.length > 0) return theOne(file, registered)
  const usual = isGoogle ? [stem, 'function'] : USUAL
  const found = usual.find((name) => exports.includes(name))
  if (found !== undefined) return found
  const isFetch = exports.includes('default') || exports.includes('fetch')
  const possible = isFetch ? [] : exports.filter((name) => !OTHERS.has(name))
  const named = possible.length > 1 && !isGoogle ? await namedHandlers(file) : []
  const candidates = possible.filter((name) => named.length === 0 || named.includes(name))
  return candidates.length === 0 ? (usual[0] ?? 'handler') : theOne(file, candidates)
}

function theOne(file: string, names: readonly string[]): string {
  const [name, ...others] = [...new Set(names)]
  if (name !== undefined && others.length === 0) return name
  throw new ColdstartError('unclear-export', { path: file, names: [...new Set(names)] })
}
