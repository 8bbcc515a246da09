import { ColdstartError } from '../../core/errors.ts'
import { suggestionFor } from '../../core/suggestion.ts'
import { timeoutSeconds } from '../function-timeout.ts'
import { aliveMajors, nodeMajorOf } from '../node-runtime.ts'
import type { DeploySpec } from '../provider.ts'
import { lambdaLimits } from './limits.ts'
import type { LambdaOptions } from './options.ts'
import { toScheduleExpression } from './schedule-expression.ts'

/** Everything about a deployment that the user may leave open, decided. */
export interface DeploySettings {
  readonly memoryMb: number
  readonly architecture: 'x86_64' | 'arm64'
  /** In order of preference. */
  readonly runtimes: readonly string[]
  readonly timeoutSeconds: number
}

export const DEFAULT_MEMORY_MB = lambdaLimits.memory.defaultMb
const { runtimes } = lambdaLimits
const DEFAULT_TIMEOUT_S = 30
/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const FUNCTION_TIMEOUT = { provider: 'AWS Lambda', mostSeconds: 900 }
const architectures = ['x86_64', 'arm64'] as const

/**
 * Checks what can be checked before anything is made.
 * @param wallMs now, epoch ms
 * @throws ColdstartError `lambda-bad-option`, `cannot-deploy` for a runtime that has ended
 */
export function settleDeploySettings(spec: DeploySpec<LambdaOptions>, wallMs: number): DeploySettings {
  const {
    memoryMb = spec.equalMemoryMb ?? DEFAULT_MEMORY_MB,
    architecture = 'x86_64',
    runtime,
    options,
  } = spec
  if (!Number.isInteger(memoryMb) || memoryMb < 128 || memoryMb > 10_240)
    throw bad(`Lambda has no memory size of ${memoryMb} MB.`, 'Give 128 to 10240 MB.')
  const known = architectures.find((name) => name === architecture)
  if (!known)
    throw bad(`Lambda has no architecture "${architecture}".`, `Give ${architectures.join(' or ')}.`)
  if (spec.schedule) toScheduleExpression(spec.schedule)
  if (options.snapStart) checkSnapStart(runtime, options)
  return {
    memoryMb,
    architecture: known,
    runtimes: runtimesOf(runtime, wallMs),
    timeoutSeconds: timeoutSeconds(spec, FUNCTION_TIMEOUT) ?? DEFAULT_TIMEOUT_S,
  }
}

/** Those of Node by their date; of other languages nothing is known here, and AWS is asked. */
function runtimesOf(wanted: string | undefined, wallMs: number): readonly string[] {
  if (wanted === undefined) return aliveMajors({ runtimes, wallMs }).map((major) => `nodejs${major}.x`)
  refuseUnknownLanguage(wanted)
  if (!/^(?:node|\d)/i.test(wanted)) return [wanted]
  return [`nodejs${nodeMajorOf(wanted, { provider: 'AWS Lambda', runtimes, wallMs })}.x`]
}

/** How runtimes of Lambda begin; what follows is of a version, and new ones come every few months. */
const LANGUAGES = ['nodejs', 'node', 'python', 'java', 'dotnet', 'ruby', 'provided', 'go']

function refuseUnknownLanguage(wanted: string): void {
  const [language = ''] = /^[a-z]*/i.exec(wanted) ?? []
  if (language === '' || LANGUAGES.includes(language.toLowerCase())) return
  const meant = suggestionFor(language, LANGUAGES)
  throw bad(
    `Lambda has no runtime "${wanted}".`,
    meant
      ? `Did you mean ${meant}${wanted.slice(language.length)}?`
      : 'Write it like nodejs24.x, python3.13, java21 or provided.al2023.',
  )
}

function checkSnapStart(runtime: string | undefined, { evictBy }: LambdaOptions): void {
  if (!runtime || !/^(java(?!8)|python3\.1[2-9]|dotnet([89]|\d\d))/.test(runtime))
    throw bad(
      `Lambda has no SnapStart for ${runtime ?? 'Node'}.`,
      'It exists for Java 11, Python 3.12 and .NET 8, and later ones.',
    )
  if (evictBy !== 'versions')
    throw bad('SnapStart works on published versions only.', 'Add --lambda-evict-by versions.')
}

function bad(reason: string, hint: string): ColdstartError {
  return new ColdstartError('lambda-bad-option', { reason, hint })
}
