import { ColdstartError } from '../../core/errors.ts'
import { vercelPath } from '../../engine/front/match-route.ts'
import { languageUnder } from '../../workload/language.ts'
import { readRuntimeName } from '../../workload/runtime-name.ts'
import type { FunctionRoutes } from '../../workload/workload-description.ts'
import { timeoutSeconds } from '../function-timeout.ts'
import { meantRegion } from '../known-regions.ts'
import { nodeMajorOf } from '../node-runtime.ts'
import type { DeploySpec } from '../provider.ts'
import { MEMORY_TYPES, vercelLimits, vercelRegions } from './limits.ts'
import type { VercelOptions } from './options.ts'

/** Of the largest plan. https://vercel.com/docs/functions/configuring-functions/duration */
export const FUNCTION_TIMEOUT = { provider: 'Vercel', mostSeconds: 800 } as const

/**
 * What Vercel cannot do is said before anything is made.
 * @param wallMs now, epoch ms
 * @throws ColdstartError `cannot-deploy`
 */
export function refuseImpossible(spec: DeploySpec<VercelOptions>, wallMs: number): void {
  memoryTypeOf(spec.memoryMb)
  const python = pythonVersionOf(spec)
  if (python === undefined) nodeVersionOf(spec.runtime, wallMs)
  else refuseForPython(spec)
  timeoutSeconds(spec, FUNCTION_TIMEOUT)
  refuseRegion(spec.region)
  if (spec.schedule && spec.options.environment === 'preview')
    throw refusal(
      'it runs cron jobs on production deployments only',
      'Leave out --vercel-environment preview, or --schedule.',
    )
}

/** @throws ColdstartError `cannot-deploy` for what can be none, and for a slip; what may be new is Vercel's to refuse */
function refuseRegion(region: string | undefined): void {
  if (region === undefined) return
  const { names } = vercelRegions
  const meant = meantRegion(region, names)
  if (meant === undefined && /^[a-z]{3}\d$/.test(region)) return
  const hint = meant ? `Did you mean ${meant}?` : `Vercel has ${names.join(', ')}.`
  throw refusal(`it has no region ${region}`, hint)
}

/**
 * A deployment brings plain rewrites along and no others: a path that needs one with conditions, or an entry of the
 * older `routes`, would reach the function without what it is told there.
 * @param path that is asked for, with its query
 * @throws ColdstartError `cannot-deploy`
 */
export function refuseUncarriedRoutes(path: string, routes: FunctionRoutes): void {
  const { oldRoutes: _, rewrites = [], ...own } = routes
  const carried = rewrites.filter(({ has, missing, methods }) => !has && !missing && !methods)
  if (vercelPath(path, routes) === vercelPath(path, { ...own, rewrites: carried })) return
  throw refusal(
    `${path.split('?', 1)[0]} is led to the function by vercel.json's routes, or by a rewrite with has or missing, which coldstart does not bring along`,
    "Ask for the path in api/ itself (--path), or deploy the project with Vercel's CLI and measure it with --target.",
  )
}

const { runtimes } = vercelLimits

/** `24.x` from `nodejs24.x`. @param wallMs now, epoch ms @throws ColdstartError `cannot-deploy` */
export function nodeVersionOf(runtime: string | undefined, wallMs: number): string {
  return `${nodeMajorOf(runtime, { provider: 'Vercel', runtimes, wallMs })}.x`
}

/** What Vercel runs, its default first. https://vercel.com/docs/functions/runtimes/python, read on 2026-11-28 */
const PYTHONS = ['3.12', '3.13', '3.14']

/**
 * `3.13` from `python3.13`; Vercel's default for a Python function that names none, undefined for one in JavaScript.
 * @throws ColdstartError `cannot-deploy` for a version that Vercel has not, and for one that does not run the file
 */
export function pythonVersionOf({
  runtime,
  workload,
}: Pick<DeploySpec, 'runtime' | 'workload'>): string | undefined {
  const wanted = runtime === undefined ? undefined : readRuntimeName(runtime)
  const file = 'file' in workload ? workload.file : undefined
  const isPython = file !== undefined && languageUnder('vercel', file) === 'python'
  if (wanted?.family !== 'python' && !isPython) return undefined
  const [usual = ''] = PYTHONS
  const hint = `Write ${PYTHONS.map((one) => `python${one}`).join(' or ')}.`
  if (file !== undefined && (!isPython || (wanted && wanted.family !== 'python')))
    throw refusal(`${runtime} does not run ${file}`, isPython ? hint : 'Leave --runtime out.')
  const version = wanted?.version ?? usual
  if (PYTHONS.includes(version)) return version
  throw refusal(`it does not run ${runtime}`, hint)
}

/** @throws ColdstartError `cannot-deploy` for what Vercel's own build alone can make */
function refuseForPython({ options }: DeploySpec<VercelOptions>): void {
  if (options.upload !== 'prebuilt') return
  throw refusal(
    "a Python function cannot be uploaded prebuilt by coldstart: Vercel's build puts its own runtime (vercel-runtime) and the installed dependencies for Linux into it, which takes its CLI and uv",
    'Leave --vercel-upload out, and Vercel builds it; or run vercel deploy --prebuilt yourself and measure it with --target.',
  )
}

/**
 * Memory is a setting of the project, of two sizes; vercel.json's is ignored under Fluid compute.
 * @throws ColdstartError `cannot-deploy`
 */
export function memoryTypeOf(memoryMb: number | undefined): string | undefined {
  if (memoryMb === undefined) return undefined
  const type = MEMORY_TYPES[memoryMb]
  if (type) return type
  throw refusal(
    `it has no function of ${memoryMb} MB`,
    'Vercel has 2048 MB (standard) and 4096 MB (performance, paid plans). Leave --memory out for its default.',
  )
}

function refusal(reason: string, hint: string): ColdstartError {
  return new ColdstartError('cannot-deploy', { provider: 'Vercel', reason, hint })
}
