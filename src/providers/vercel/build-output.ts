import type { PackageFile } from '../../workload/package-files.ts'
import { textFile } from '../function-files.ts'
import { VERIFY_FUNCTION } from '../marker.ts'
import type { DeploySpec } from '../provider.ts'
import { cronsOf, rewritesOf, settingsOf, type VercelPackage } from './function-package.ts'
import type { VercelOptions } from './options.ts'
import { type Rewrite, routesOf } from './routes.ts'

const ROOT = '.vercel/output'

/**
 * The same project as `vercel build` leaves it: Build Output API version 3, one folder a function, without
 * a build on Vercel's side. Fields as `vercel` 60.1 writes them; the conformance suite compares.
 */
export function makeBuildOutput(
  made: VercelPackage,
  spec: DeploySpec<VercelOptions>,
): readonly PackageFile[] {
  const names = [...made.functions, VERIFY_FUNCTION]
  const code = made.files.filter(({ path }) => path.startsWith('function/'))
  return [
    textFile(
      `${ROOT}/config.json`,
      JSON.stringify(outputConfig(spec, rewritesOf(spec, names, made.workload))),
    ),
    ...made.files
      .filter(isStatic)
      .map(({ path, bytes }) => ({ path: path.replace('public', `${ROOT}/static`), bytes })),
    ...names.flatMap((name, index) => {
      const folder = `${ROOT}/functions/api/${name}.func`
      const wrapper = made.files.filter(({ path }) => path === `api/${name}.mjs`)
      return [
        textFile(`${folder}/.vc-config.json`, JSON.stringify(functionConfig(name, index, made, spec))),
        ...[...wrapper, ...code].map((file) => ({ ...file, path: `${folder}/${file.path}` })),
      ]
    }),
  ]
}

function isStatic({ path }: PackageFile): boolean {
  return path.startsWith('public/')
}

function outputConfig(spec: DeploySpec<VercelOptions>, rewrites: readonly Rewrite[]): object {
  const routes = [...routesOf(rewrites), { handle: 'filesystem' }]
  return { version: 3, routes, crons: [], ...cronsOf(spec) }
}

function functionConfig(
  name: string,
  index: number,
  made: VercelPackage,
  spec: DeploySpec<VercelOptions>,
): object {
  return {
    handler: `api/${name}.mjs`,
    runtime: `nodejs${made.nodeVersion}`,
    architecture: 'x86_64',
    ...settingsOf(spec, index),
    environment: {},
    shouldDisableAutomaticFetchInstrumentation: false,
    launcherType: 'Nodejs',
    shouldAddHelpers: true,
    shouldAddSourcemapSupport: false,
    awsLambdaHandler: '',
  }
}
