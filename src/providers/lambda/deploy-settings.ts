import { timeoutSeconds } from '../function-timeout.ts'
import type { DeploySpec } from '../provider.ts'
import { badOption } from './bad-option.ts'
import { runtimesFor } from './lambda-runtimes.ts'
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

/** Memory where nobody names a size, MB. */
export const DEFAULT_MEMORY_MB = lambdaLimits.memory.defaultMb
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
    throw badOption(`Lambda has no memory size of ${memoryMb} MB.`, 'Give 128 to 10240 MB.')
  const known = architectures.find((name) => name === architecture)
  if (!known)
    throw badOption(`Lambda has no architecture "${architecture}".`, `Give ${architectures.join(' or ')}.`)
  if (spec.schedule) toScheduleExpression(spec.schedule)
  const runtimes = runtimesFor(runtime, spec.workload, wallMs)
  if (options.snapStart) checkSnapStart(runtimes[0], options)
  return {
    memoryMb,
    architecture: known,
    runtimes,
    timeoutSeconds: timeoutSeconds(spec, FUNCTION_TIMEOUT) ?? DEFAULT_TIMEOUT_S,
  }
}

function checkSnapStart(runtime: string | undefined, { evictBy }: LambdaOptions): void {
  if (!runtime || !/^(java(?!8)|python3\.1[2-9]|dotnet([89]|\d\d))/.test(runtime))
    throw badOption(
      `Lambda has no SnapStart for ${runtime ?? 'Node'}.`,
      'It exists for Java 11, Python 3.12 and .NET 8, and later ones.',
    )
  if (evictBy !== 'versions')
    throw badOption('SnapStart works on published versions only.', 'Add --lambda-evict-by versions.')
}
