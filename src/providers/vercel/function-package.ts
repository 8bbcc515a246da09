import type { PackageFile } from '../../workload/package-files.ts'
import type { Workload } from '../../workload/workload.ts'
import { openSource } from '../../workload/workload-source.ts'
import { dependenciesOf, readManifest, readWithModules, textFile } from '../function-files.ts'
import { MARKER_PATH, VERIFY_FUNCTION } from '../marker.ts'
import type { DeploySpec } from '../provider.ts'
import type { VercelOptions } from './options.ts'
import { nodeVersionOf } from './refuse-impossible.ts'

/** Functions whose configuration is the same are bundled into one; this makes each its own. */
const SHORTEST_DURATION_S = 10

/** A function project as a user would write it, and what its parts are called. */
export interface VercelPackage {
  readonly files: readonly PackageFile[]
  /** Functions to be measured, one a replica: `hello-0`. */
  readonly functions: readonly string[]
  /** `24.x` */
  readonly nodeVersion: string
  /** Of the user's code alone, so that two deployments of one function agree. */
  readonly sha256: string
}

/** The settings of one function, as vercel.json names them (@vercel/build-utils, schemas). */
export interface FunctionSettings {
  readonly maxDuration: number
  readonly maxConcurrency?: number
  readonly architecture?: string
  readonly regions?: readonly string[]
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
): Promise<VercelPackage> {
  const workload = await openSource(spec.workload, {
    contract: 'vercel',
    form: spec.options.handler,
    paddingKb: spec.paddingKb,
  })
  const code = await readWithModules(workload, 'Vercel')
  const dependencies = dependenciesOf(await readManifest(workload))
  const functions = Array.from({ length: spec.replicas }, (_, replica) => `hello-${replica}`)
  const nodeVersion = nodeVersionOf(spec.runtime, wallMs)
  const wrappers = [...functions, VERIFY_FUNCTION].map((name) =>
    textFile(`api/${name}.mjs`, wrapper(workload, name, generation)),
  )
  const files = [
    ...wrappers,
    ...code.map(({ path, bytes }) => ({ path: `function/${path}`, bytes })),
    textFile(`public${MARKER_PATH}`, JSON.stringify({ generation })),
    textFile('package.json', manifest(nodeVersion, dependencies)),
    textFile('vercel.json', JSON.stringify(vercelJson(spec, functions, code))),
  ]
  return { files, functions, nodeVersion, sha256: await workload.hash() }
}

function wrapper({ entry, form }: Workload, name: string, generation: string): string {
  const from = `from '../function/${entry}'`
  const first = `// ${name} ${generation}\n`
  if (form === 'web') return `${first}export * ${from}\n`
  if (form === 'edge')
    return `${first}export const config = { runtime: 'edge' }\nexport { default } ${from}\n`
  if (form !== 'fetch') return `${first}export { default } ${from}\n`
  // A default function of a Request would be called with (req, res) as it is.
  const call = "typeof main === 'function' ? main(request) : main.fetch(request)"
  return `${first}import main ${from}\nexport default { fetch: (request) => ${call} }\n`
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
): object {
  const { fluid } = spec.options
  // Vercel leaves out what no module imports: padding, a user's data.
  const isData = code.some(({ path }) => !/\.[mc]?js$/.test(path))
  const include = isData ? { includeFiles: 'function/**' } : {}
  const names = [...functions, VERIFY_FUNCTION]
  return {
    functions: Object.fromEntries(
      names.map((name, index) => [`api/${name}.mjs`, { ...settingsOf(spec, index), ...include }] as const),
    ),
    ...(fluid === undefined ? {} : { fluid }),
    ...cronsOf(spec),
  }
}

/** @param index makes the configuration of each function its own */
export function settingsOf(spec: DeploySpec<VercelOptions>, index: number): FunctionSettings {
  const { maxConcurrency } = spec.options
  return {
    maxDuration: SHORTEST_DURATION_S + index,
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    ...(spec.architecture === undefined ? {} : { architecture: spec.architecture }),
    ...(spec.region === undefined ? {} : { regions: [spec.region] }),
  }
}

/** Vercel calls the first replica on a schedule, on production deployments only. */
export function cronsOf({ schedule }: DeploySpec<VercelOptions>): { crons?: readonly object[] } {
  return schedule === undefined ? {} : { crons: [{ path: '/api/hello-0', schedule }] }
}
