import { ColdstartError } from '../../core/errors.ts'
import { languageUnder } from '../../workload/language.ts'
import { registeredFunctions } from '../../workload/registered-functions.ts'
import type { Workload } from '../../workload/workload.ts'
import type { WorkloadSource } from '../../workload/workload-source.ts'
import { timeoutSeconds } from '../function-timeout.ts'
import { meantRegion } from '../known-regions.ts'
import { nodeMajorOf } from '../node-runtime.ts'
import type { DeploySpec } from '../provider.ts'
import { googleLimits, googleRegions } from './limits.ts'
import type { GoogleOptions } from './options.ts'

/** Longest for HTTP functions. https://cloud.google.com/functions/docs/configuring/timeout */
const FUNCTION_TIMEOUT = { provider: 'google', mostSeconds: 3600 }
const DEFAULT_TIMEOUT_S = 60

/**
 * What Google cannot do is said before anything is made.
 * @param wallMs now, epoch ms
 * @throws ColdstartError `cannot-deploy`
 */
export function refuseImpossible(spec: DeploySpec<GoogleOptions>, wallMs: number): void {
  runtimeOf(spec.runtime, spec.workload, wallMs)
  refuseArchitecture(spec.architecture)
  timeoutOf(spec)
}

/**
 * Google starts the framework by itself, not by a script of package.json, and tells it to expect requests; a function
 * that is registered says itself what it takes.
 * https://github.com/GoogleCloudPlatform/buildpacks/blob/main/cmd/nodejs/functions_framework/lib/lib.go
 * @throws ColdstartError `cannot-deploy` for a CloudEvent function that nothing registers
 */
export async function refuseEventOfScript(
  { workload }: DeploySpec,
  { form, exportName, language }: Workload,
): Promise<void> {
  if (form !== 'cloudevent' || language !== undefined || !('file' in workload)) return
  const registered = await registeredFunctions(workload.file)
  if (registered.some(({ name }) => name === exportName)) return
  throw new ColdstartError('cannot-deploy', {
    provider: 'Google',
    reason: `that ${exportName} takes CloudEvents stands in a script of package.json alone, which Google does not start it by: it would be called with a request`,
    hint: `Register it in ${workload.file}: functions.cloudEvent('${exportName}', …) of @google-cloud/functions-framework.`,
  })
}

/** The function's time-out, seconds. @throws ColdstartError `cannot-deploy` */
export function timeoutOf(spec: DeploySpec): number {
  return timeoutSeconds(spec, FUNCTION_TIMEOUT) ?? DEFAULT_TIMEOUT_S
}

/**
 * `nodejs22`, also written `nodejs22.x`, `node22` or `22`; for Python `python313` or `python3.13`.
 * @throws ColdstartError `cannot-deploy`
 */
export function runtimeOf(wanted: string | undefined, workload: WorkloadSource, wallMs: number): string {
  const file = 'file' in workload ? workload.file : undefined
  const isPython = file !== undefined && languageUnder('google', file) === 'python'
  if (isPython && wanted === undefined) return USUAL_PYTHON
  const minor = /^python3\.?(\d+)$/i.exec(wanted ?? '')?.[1]
  if (file !== undefined && isPython !== (minor !== undefined))
    throw new ColdstartError('cannot-deploy', {
      provider: 'Google',
      reason: `${wanted} does not run ${file}`,
      hint: isPython ? `Write ${USUAL_PYTHON}, or leave it out.` : 'Leave --runtime out.',
    })
  if (minor !== undefined) return `python3${minor}`
  return `nodejs${nodeMajorOf(wanted, { provider: 'Google', runtimes: googleLimits.runtimes, wallMs })}`
}

/** The newest that is generally available. https://docs.cloud.google.com/run/docs/runtimes/python, read on 2026-11-28 */
const USUAL_PYTHON = 'python314'

/**
 * A slip is refused by name; what may be newer than the list is Google's to refuse.
 * @param source where the region was found, in the reader's words
 * @throws ColdstartError `cannot-deploy`
 */
export function refuseRegion(region: string, source: string): void {
  const meant = meantRegion(region, googleRegions.names)
  if (meant === undefined) return
  const reason = `it has no region ${region} (${source})`
  throw new ColdstartError('cannot-deploy', { provider: 'Google', reason, hint: `Did you mean ${meant}?` })
}

function refuseArchitecture(wanted: string | undefined): void {
  if (wanted === undefined || wanted === 'x86_64') return
  const reason = `its functions run on x86_64 only, not on ${wanted}`
  throw new ColdstartError('cannot-deploy', { provider: 'google', reason, hint: 'Leave out --architecture.' })
}
