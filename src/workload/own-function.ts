import { stat } from 'node:fs/promises'
import { join, parse, resolve, sep } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { posixRelative } from '../core/posix-path.ts'
import { adaptFetch } from './adapt-fetch.ts'
import type { Contract } from './contract.ts'
import { followLink } from './follow-link.ts'
import { readFacts } from './function-facts.ts'
import { languageUnder, openForeign, refuseContainers } from './language.ts'
import { findPackageRoot } from './package-root.ts'
import { projectAbove } from './project-above.ts'
import { readFunction } from './read-function.ts'
import { openWorker } from './worker/open-worker.ts'
import { openWorkload, type Workload } from './workload.ts'
import type { WorkloadDescription } from './workload-description.ts'

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
 * `transpiler-missing` and `not-transpiled` for TypeScript, `unclear-export` for one of several exports, `dotted-name`
 * for a file that Lambda's handler string cannot name, `not-on-node` for one of Netlify's edge, `no-containers`; for a Worker those of
 * `openWorker`
 */
export async function openOwnFunction(own: OwnFunction): Promise<Workload> {
  const { path, contract, cwd, exportName } = own
  const file = resolve(cwd, path)
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) throw new ColdstartError('no-function', { path: file })
  refuseContainers(file)
  const language = languageUnder(contract, file)
  if (language) return openForeign({ file, language, contract, exportName, root: own.root })
  if (!/\.([cm]?[jt]s|[jt]sx)$/.test(file)) throw new ColdstartError('not-javascript', { path: file })
  if (isNetlifyEdge(file))
    throw new ColdstartError('not-on-node', {
      path: file,
      runtime: "Netlify's edge, on Deno",
      suggestion: 'Measure a deployed one by its URL: --target edge=https://….',
    })
  const root = own.root ?? widest(await findPackageRoot(file), projectAbove(file, contract))
  if (contract === 'cloudflare') return openWorker(file, root)
  const placed = await followLink({ file, root }, contract, own.root !== undefined)
  const isLink = placed.file !== file && placed.root === root
  const { entry, source, generated } = await readFunction(placed.file, contract, placed.root)
  const facts = await readFacts({ contract, file, root, source, exportName })
  const description = {
    name: nameOf(file, contract),
    contract,
    root: placed.root,
    entry,
    ...(isLink && { named: posixRelative(root, file) }),
    ...(generated.length > 0 && { generated }),
    ...facts,
    variables: {},
    request: {},
  }
  const adapted = facts.form === 'fetch' ? await adaptFetch(description) : description
  if (contract === 'lambda') refuseDots(adapted, file)
  return openWorkload(adapted)
}

/** Lambda takes what stands before the first dot for the name of the file. */
function refuseDots(
  { entry, exportName }: Pick<WorkloadDescription, 'entry' | 'exportName'>,
  file: string,
): void {
  const { name, dir, base } = parse(entry)
  if (!name.includes('.')) return
  const handler = `${dir && `${dir}/`}${name}.${exportName}`
  const renamed = join(parse(file).dir, base.slice(0, name.length).replaceAll('.', '-') + parse(file).ext)
  throw new ColdstartError('dotted-name', { path: file, handler, suggestion: `${file} ${renamed}` })
}

function isNetlifyEdge(file: string): boolean {
  return /[\\/]netlify[\\/]edge-functions[\\/]/.test(file)
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
