import type { DeployedPackage } from '../../workload/deployed-package.ts'
import type { PackageFile } from '../../workload/package-files.ts'
import type { Workload } from '../../workload/workload.ts'
import { openSource } from '../../workload/workload-source.ts'
import { wantsProof } from '../entry-module.ts'
import {
  dependenciesOf,
  installableOf,
  packDeployed,
  readManifest,
  takenOf,
  textFile,
} from '../function-files.ts'
import { timeoutSeconds } from '../function-timeout.ts'
import { MARKER_PATH, VERIFY_FUNCTION } from '../marker.ts'
import type { DeploySpec } from '../provider.ts'
import { provesPython, refuseOtherThanPython } from '../python-files.ts'
import { inCode, makeEntries } from './function-entry.ts'
import type { VercelOptions } from './options.ts'
import { pythonEntries } from './python-files.ts'
import {
  FUNCTION_TIMEOUT,
  nodeVersionOf,
  pythonVersionOf,
  refuseImpossible,
  refuseUncarriedRoutes,
} from './refuse-impossible.ts'
import { ownPath, type Rewrite, rewritesTo } from './routes.ts'

/** Functions whose configuration is the same are bundled into one; this makes each its own. */
const SHORTEST_DURATION_S = 10

/** A function project as a user would write it, and what its parts are called. */
export interface VercelPackage {
  readonly files: readonly PackageFile[]
  /** Functions to be measured, one a replica: `hello-0`. */
  readonly functions: readonly string[]
  /** `24.x`: of the function where it is JavaScript, and of the project. */
  readonly nodeVersion: string
  /** `3.13`, of a Python function. */
  readonly pythonVersion?: string
  /** The function itself, as every cloud gets it; two deployments of one function agree in its hash. */
  readonly code: DeployedPackage
  readonly workload: Workload
}

/** The settings of one function, as vercel.json names them (@vercel/build-utils, schemas). */
export interface FunctionSettings {
  readonly maxDuration: number
  readonly maxConcurrency?: number
  readonly architecture?: string
  readonly regions?: readonly string[]
}

/** The function as it is uploaded, before anything of a single deployment is added. */
export type VercelCode = Pick<VercelPackage, 'code' | 'workload' | 'nodeVersion' | 'pythonVersion'>

/** @throws ColdstartError `cannot-deploy` for what Vercel has not, and when the source has no function for it */
export async function prepareVercel(spec: DeploySpec<VercelOptions>, wallMs: number): Promise<VercelCode> {
  refuseImpossible(spec, wallMs)
  const { handler: form } = spec.options
  const { runtime, paddingKb } = spec
  const workload = await openSource(spec.workload, { contract: 'vercel', form, paddingKb, runtime })
  const path = spec.workload.request?.path
  if ('file' in spec.workload && path !== undefined) refuseUncarriedRoutes(path, workload.routes ?? {})
  const pythonVersion = pythonVersionOf(spec)
  if (pythonVersion !== undefined) refuseOtherThanPython('Vercel', workload, './api/hello.py')
  const code = await packDeployed(workload, 'Vercel', takenOf(spec))
  if (pythonVersion === undefined) return { workload, code, nodeVersion: nodeVersionOf(runtime, wallMs) }
  return { workload, code, nodeVersion: nodeVersionOf(undefined, wallMs), pythonVersion }
}

/** Functions to be measured, one a replica: `hello-0`. */
export function functionsOf({ replicas }: DeploySpec): string[] {
  return Array.from({ length: replicas }, (_, replica) => `hello-${replica}`)
}

/**
 * Lays out the source of a deployment: `api/<name>.mjs` for each replica, the function itself once under
 * `function/`, a static marker, vercel.json and package.json. The prebuilt form is made from the same files.
 * @param generation changes with every deployment, so that no two have the same bytes
 * @param wallMs now, epoch ms
 * @throws ColdstartError `cannot-deploy` when the folder has no function for Vercel
 */
export async function makeVercelPackage(
  spec: DeploySpec<VercelOptions>,
  generation: string,
  wallMs: number,
  packed?: VercelCode,
): Promise<VercelPackage> {
  const prepared = packed ?? (await prepareVercel(spec, wallMs))
  const { workload, code, nodeVersion, pythonVersion } = prepared
  if (pythonVersion !== undefined) return makePythonProject(spec, generation, { ...prepared, pythonVersion })
  const dependencies = installableOf(dependenciesOf(await readManifest(workload)), code)
  const functions = functionsOf(spec)
  const wishes = { proves: wantsProof(spec), entersRoot: 'file' in spec.workload }
  const entries = await makeEntries([...functions, VERIFY_FUNCTION], generation, workload, code, wishes)
  const files = [
    ...entries,
    ...code.files.map(inCode),
    textFile(`public${MARKER_PATH}`, JSON.stringify({ generation })),
    textFile('package.json', manifest(nodeVersion, dependencies)),
    textFile('vercel.json', JSON.stringify(vercelJson(spec, functions, code.files, workload))),
  ]
  return { files, functions, nodeVersion, code, workload }
}

/** The same project in Python. Vercel's build puts every file of it into each function. */
async function makePythonProject(
  spec: DeploySpec<VercelOptions>,
  generation: string,
  prepared: VercelCode & { readonly pythonVersion: string },
): Promise<VercelPackage> {
  const { workload, code, pythonVersion: version } = prepared
  const functions = functionsOf(spec)
  const proves = provesPython(workload, spec)
  const names = [...functions, VERIFY_FUNCTION]
  const entries = await pythonEntries(names, generation, workload, code, { proves, version })
  const files = [
    ...entries,
    ...code.files.map(inCode),
    textFile(`public${MARKER_PATH}`, JSON.stringify({ generation })),
    textFile('vercel.json', JSON.stringify(vercelJson(spec, functions, [], workload, 'py'))),
  ]
  return { ...prepared, files, functions }
}

/** Vercel installs what the manifest at the top names, where it builds. */
function manifest(nodeVersion: string, dependencies: Record<string, string>): string {
  const wanted = Object.keys(dependencies).length > 0 ? { dependencies } : {}
  return JSON.stringify({
    name: 'coldstart-hello',
    type: 'module',
    engines: { node: nodeVersion },
    ...wanted,
  })
}

function vercelJson(
  spec: DeploySpec<VercelOptions>,
  functions: readonly string[],
  code: readonly PackageFile[],
  workload: Workload,
  ending = 'mjs',
): object {
  const { fluid } = spec.options
  // Vercel leaves out what no module imports: padding, a user's data.
  const isData =
    ending === 'mjs' && ('file' in spec.workload || code.some(({ path }) => !/\.[mc]?js$/.test(path)))
  const include = isData ? { includeFiles: 'function/**' } : {}
  const names = [...functions, VERIFY_FUNCTION]
  const rewrites = rewritesOf(spec, names, workload)
  return {
    functions: Object.fromEntries(
      names.map(
        (name, index) => [`api/${name}.${ending}`, { ...settingsOf(spec, index), ...include }] as const,
      ),
    ),
    ...(fluid === undefined ? {} : { fluid }),
    ...(rewrites.length > 0 ? { rewrites } : {}),
    ...cronsOf(spec),
  }
}

/** None where every copy is called by its own name. */
export function rewritesOf(
  { workload: source }: DeploySpec,
  names: readonly string[],
  { routes = {} }: Workload,
): Rewrite[] {
  const isAsked = source.request?.path !== undefined || ownPath(routes) !== undefined
  return 'file' in source && isAsked ? rewritesTo(names, routes) : []
}

/** @param index makes the configuration of each function its own */
export function settingsOf(spec: DeploySpec<VercelOptions>, index: number): FunctionSettings {
  const { maxConcurrency } = spec.options
  return {
    maxDuration: (timeoutSeconds(spec, FUNCTION_TIMEOUT) ?? SHORTEST_DURATION_S) + index,
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    ...(spec.architecture === undefined ? {} : { architecture: spec.architecture }),
    ...(spec.region === undefined ? {} : { regions: [spec.region] }),
  }
}

/** Vercel calls the first replica on a schedule, on production deployments only. */
export function cronsOf({ schedule }: DeploySpec<VercelOptions>): { crons?: readonly object[] } {
  return schedule === undefined ? {} : { crons: [{ path: '/api/hello-0', schedule }] }
}
