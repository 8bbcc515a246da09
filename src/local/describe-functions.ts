import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, parse, relative, resolve, sep } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { type Contract, type FunctionOptions, functionDefaults } from './engine-options.ts'

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
 * A user's own handler under one contract. Its package is the folder of the nearest package.json above it, as far
 * as `within`, or else its own folder.
 * @param path of the file that exports the handler
 * @throws ColdstartError `no-function` when there is no such file
 */
export function describeOwnFunction(
  path: string,
  contract: Contract,
  within: string,
  exportName?: string,
): FunctionOptions {
  const file = resolve(within, path)
  requireFile(file)
  const source = packageFolderOf(file, within)
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

function packageFolderOf(file: string, within: string): string {
  const own = dirname(file)
  for (let folder = own; ; folder = dirname(folder)) {
    if (existsSync(resolve(folder, 'package.json'))) return folder
    if (folder === resolve(within) || folder === dirname(folder)) return own
  }
}

/** Netlify's packager decides by static analysis too: a named `handler` and no default export is v1. */
function looksLikeNetlifyV1(file: string): boolean {
  const source = readFileSync(file, 'utf8')
  const hasHandler =
    /\bexports\.handler\s*=|\bexport\s+(?:async\s+)?(?:const|let|var|function)\s+handler\b/.test(source)
  return hasHandler && !/\bexport\s+default\b/.test(source)
}
