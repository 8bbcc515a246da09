import { readFile, stat } from 'node:fs/promises'
import { parse, relative, resolve, sep } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import type { Contract } from './contract.ts'
import { detectForm } from './detect-form.ts'
import { findPackageRoot } from './package-root.ts'
import { openWorkload, type Workload } from './workload.ts'

/** How a user names a function of his own. */
export interface OwnFunction {
  /** The file that exports the handler, absolute or relative to `cwd`. */
  readonly path: string
  readonly contract: Contract
  readonly cwd: string
  /** What it exports, where that is not `handler` (Google: the file's own name). */
  readonly exportName?: string
}

/**
 * A user's own handler under one contract, with the package it belongs to.
 * @throws ColdstartError `no-function` when there is no such file, `not-javascript` when Node cannot run it
 */
export async function openOwnFunction({ path, contract, cwd, exportName }: OwnFunction): Promise<Workload> {
  const file = resolve(cwd, path)
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) throw new ColdstartError('no-function', { path: file })
  if (!/\.[cm]?js$/.test(file)) throw new ColdstartError('not-javascript', { path: file })
  const form = await detectForm(contract, await readFile(file, 'utf8'))
  const root = await findPackageRoot(file)
  const stem = parse(file).name
  return openWorkload({
    name: stem.replace(/[^\w-]/g, '-'),
    contract,
    ...(form && { form }),
    root,
    entry: relative(root, file).split(sep).join('/'),
    exportName: exportName ?? (contract === 'google' ? stem : 'handler'),
    variables: {},
    request: {},
  })
}
