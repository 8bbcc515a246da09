import { builtinModules } from 'node:module'
import { ColdstartError } from '../../core/errors.ts'
import { findEsbuild, reasonOf } from '../transpile.ts'
import type { GeneratedFile } from '../workload-description.ts'
import { collectModules } from './collect-modules.ts'
import { rulesWith } from './module-rules.ts'
import type { WranglerFile } from './wrangler-file.ts'

/** A Worker in one module of code. */
export interface BundledWorker {
  readonly text: string
  /** Its source map. */
  readonly map: string
  /** Its modules of other kinds: WebAssembly, texts, bytes. */
  readonly modules: readonly GeneratedFile[]
}

/** What stands in front of a name that the runtime itself has. */
const OF_RUNTIME = ['cloudflare:*', 'workerd:*', 'node:*']

/**
 * Makes one module of a Worker and all the code that it imports, with the settings that wrangler has for esbuild; what
 * Node has is left to the runtime, which gives it to Workers with `nodejs_compat`. wrangler's polyfills for the rest of
 * Node are not put in.
 * @param file absolute path
 * @param outfile name of the outcome in `root`, which the source map's paths are relative to
 * @throws ColdstartError `bundler-missing`, `not-transpiled` with esbuild's own words
 * @see https://github.com/cloudflare/workers-sdk/blob/main/packages/wrangler/src/deployment-bundle/bundle.ts
 */
export async function bundleWorker(
  file: string,
  root: string,
  outfile: string,
  wrangler?: WranglerFile,
): Promise<BundledWorker> {
  const esbuild = await findEsbuild(file).catch(() => {
    throw new ColdstartError('bundler-missing', { path: file })
  })
  const collected = new Map<string, GeneratedFile>()
  const { outputFiles } = await esbuild
    .build({
      entryPoints: [file],
      outfile: `${root}/${outfile}`,
      absWorkingDir: root,
      bundle: true,
      format: 'esm',
      target: 'es2024',
      conditions: ['workerd', 'worker', 'browser'],
      loader: { '.js': 'jsx', '.mjs': 'jsx', '.cjs': 'jsx' },
      plugins: [collectModules(rulesWith(wrangler?.rules), collected)],
      external: [...OF_RUNTIME, ...builtinModules],
      define: { 'process.env.NODE_ENV': '"production"', ...wrangler?.define },
      keepNames: true,
      ...wrangler?.bundler,
      sourcemap: 'external',
      write: false,
      logLevel: 'silent',
    })
    .catch((cause) => {
      throw new ColdstartError('not-transpiled', { path: file, reason: reasonOf(cause) })
    })
  const textOf = (isMap: boolean) =>
    outputFiles.find(({ path }) => path.endsWith('.map') === isMap)?.text ?? ''
  return { text: textOf(false), map: textOf(true), modules: [...collected.values()] }
}
