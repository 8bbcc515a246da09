import type { FunctionSettings } from '../config/function-settings.ts'
import { ColdstartError } from '../core/errors.ts'
import { type RequestWord, requestWords } from '../workload/event-shape-names.ts'

/** Platforms that call a module by a name that is theirs to be told; the others know their exports by convention. */
const WITH_EXPORT: readonly string[] = ['lambda', 'google']

/** Whether `--export` says something to one of these platforms. */
export function takesExport(contracts: readonly string[]): boolean {
  return contracts.some((contract) => WITH_EXPORT.includes(contract))
}

/** Why `--export` is refused under a contract that names its exports itself. */
export const EXPORTS_BY_CONVENTION = 'A function of Vercel or Netlify has its exports by convention'

/** A function of the user's own, with what is known once its contracts are. */
interface ChosenFunction {
  readonly contracts: readonly string[]
  /** The words of a request that reach it under one of them. */
  readonly carries: readonly RequestWord[]
}

/**
 * Refuses what a configuration file says of one function and none of its contracts can honour: settings of a whole run
 * may be meant for another function, these are for this one.
 * @throws ColdstartError `without-effect`
 */
export function refuseOfFunction(own: FunctionSettings, { contracts, carries }: ChosenFunction): void {
  const isLambda = contracts.includes('lambda')
  const isOnlyLambda = contracts.every((contract) => contract === 'lambda')
  const reasons: readonly (readonly [key: keyof FunctionSettings, why: string | false])[] = [
    ['event', !isLambda && 'It is not a Lambda function'],
    ['export', !takesExport(contracts) && EXPORTS_BY_CONVENTION],
    ...requestWords.map(
      (word) => [word, !carries.includes(word) && 'Its event has no place for it'] as const,
    ),
    ['expectType', isOnlyLambda && !hasRequest(own) && 'A Lambda invocation renders no page'],
  ]
  for (const [key, why] of reasons)
    if (own[key] !== undefined && why !== false)
      throw new ColdstartError('without-effect', { option: `${key} of ${own.name ?? own.entry}`, why })
}

function hasRequest(own: FunctionSettings): boolean {
  return requestWords.some((word) => own[word] !== undefined)
}
