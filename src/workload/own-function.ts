import { stat } from 'node:fs/promises'
import { parse, resolve, sep } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { adaptFetch } from './adapt-fetch.ts'
import type { Contract } from './contract.ts'
import { projectAbove, readFacts } from './function-facts.ts'
import { findPackageRoot } from './package-root.ts'
import { readFunction } from './read-function.ts'
import { openWorkload, type Workload } from './workload.ts'

/** How a user names a function of his own. */
export interface OwnFunction {
  /** The file that exports the handler, absolute or relative to `cwd`. */
  readonly path: string
  readonly contract: Contract
  readonly cwd: string
  /** What it exports, where that is not `handler` (Google: the file's own name). */
  readonly exportName?: string
  /** The package's folder, absolute, where that is not the one of the nearest package.json. */
  readonly root?: string
}

/**
 * A user's own handler under one contract, with the package it belongs to.
 * @throws ColdstartError `no-function` when there is no such file, `not-javascript` when Node cannot run it,
 * `transpiler-missing` and `not-transpiled` for TypeScript
 */
export async function openOwnFunction(own: OwnFunction): Promise<Workload> {
  const { path, contract, cwd, exportName } = own
  const file = resolve(cwd, path)
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) throw new ColdstartError('no-function', { path: file })
  if (!/\.[cm]?[jt]s$/.test(file)) throw new ColdstartError('not-javascript', { path: file })
  const root = own.root ?? widest(await findPackageRoot(file), projectAbove(file, contract))
  const { entry, source, generated } = await readFunction(file, contract, root)
  const facts = await readFacts({ contract, file, root, source, exportName })
  const description = {
    name: nameOf(file, contract),
    contract,
    root,
    entry,
    ...(generated.length > 0 && { generated }),
    ...facts,
    variables: {},
    request: {},
  }
  return openWorkload(facts.form === 'fetch' ? await adaptFetch(description) : description)
}

function widest(root: string, project = root): string {
  return root.startsWith(project + sep) ? project : root
}

/** Where files have paths, an index is called by its folder. */
function nameOf(file: string, contract: Contract): string {
  const { name, dir } = parse(file)
  const hasPath = contract === 'vercel' || contract === 'netlify'
  return (hasPath && name === 'index' ? parse(dir).base || name : name).replace(/[^\w-]/g, '-')
}
