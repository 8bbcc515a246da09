import { existsSync, readFileSync, statSync } from 'node:fs'
import { parse, relative, resolve, sep } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { type Contract, type FunctionOptions, functionDefaults } from './engine-options.ts'
import { findPackageFolder } from './own-package.ts'

/** How fixtures/hello is packed for a contract. */
export interface FixtureForm {
  readonly contract: Contract
  readonly vercelForm?: 'node' | 'web'
  readonly netlifyApi?: 'v1' | 'v2'
}

/**
 * The sample function under one contract.
 * @param folder fixtures/hello
 * @throws ColdstartError `no-function` when the folder does not hold the adapter
 */
export function describeFixture(folder: string, form: FixtureForm, name = 'hello'): FunctionOptions {
  const entry = adapterOf(form)
  const include = ['core.mjs', entry]
  for (const file of include) requireFile(resolve(folder, file))
  const exportName = form.contract === 'google' ? 'hello' : 'handler'
  return {
    ...common(form.contract, name),
    source: folder,
    include,
    entry,
    exportName,
    netlifyApi: form.netlifyApi ?? 'v2',
  }
}

function adapterOf({ contract, vercelForm, netlifyApi }: FixtureForm): string {
  if (contract === 'vercel' && vercelForm === 'web') return 'vercel-web.mjs'
  if (contract === 'netlify' && netlifyApi === 'v1') return 'netlify-v1.mjs'
  return `${contract}.mjs`
}

/**
 * A user's own handler under one contract. Its package is its folder, wider if it imports files from outside.
 * @param path of the file that exports the handler, relative to `cwd`
 * @throws ColdstartError `no-function` when there is no such file, `not-javascript` when Node cannot run it
 */
export function describeOwnFunction(
  path: string,
  contract: Contract,
  cwd: string,
  exportName?: string,
): FunctionOptions {
  const file = resolve(cwd, path)
  requireFile(file)
  if (!/\.[cm]?js$/.test(file)) throw new ColdstartError('not-javascript', { path: file })
  const source = findPackageFolder(file)
  return {
    ...common(contract, parse(file).name.replace(/[^\w-]/g, '-')),
    source,
    entry: relative(source, file).replaceAll(sep, '/'),
    exportName: exportName ?? (contract === 'google' ? parse(file).name : 'handler'),
    netlifyApi: looksLikeNetlifyV1(file) ? 'v1' : 'v2',
  }
}

function common(contract: Contract, name: string) {
  return { ...functionDefaults, name, contract, variables: {} }
}

function requireFile(path: string): void {
  if (!existsSync(path) || !statSync(path).isFile()) throw new ColdstartError('no-function', { path })
}

/** Netlify's packager decides by static analysis too: a named `handler` and no default export is v1. */
function looksLikeNetlifyV1(file: string): boolean {
  const source = readFileSync(file, 'utf8')
  const hasHandler =
    /\bexports\.handler\s*=|\bexport\s+(?:async\s+)?(?:const|let|var|function)\s+handler\b/.test(source)
  return hasHandler && !/\bexport\s+default\b/.test(source)
}
