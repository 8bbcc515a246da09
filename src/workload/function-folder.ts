import { existsSync } from 'node:fs'
import { readdir, readFile, readlink, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import type { Contract, ContractForm } from './contract.ts'
import { isLeftOut, MODULES_FOLDER } from './left-out.ts'
import { listPackage } from './list-package.ts'
import { adapterOf, isAdapter, openSample, sampleFolder } from './sample.ts'
import { openWorkload, type Workload } from './workload.ts'

/** A folder that holds a function for one or several platforms, as fixtures/hello does. */
export interface FunctionFolder {
  readonly folder: string
  readonly contract: Contract
  readonly form?: ContractForm
  /** Lambda's handler string, `src/app.handler`, where it is not `lambda.handler` or `index.handler`. */
  readonly handler?: string
  /** Google's entry point. */
  readonly exportName?: string
}

/**
 * The function of a folder under one contract: the adapter that fixtures/hello has for it, else what the platform
 * takes by itself (Google: `main` of package.json; Lambda: `index`). Adapters for other platforms are no part of it.
 * @throws ColdstartError `no-function` without such a folder, `cannot-deploy` when it has no function for the contract or
 * holds links
 */
export async function openFunctionFolder(asked: FunctionFolder): Promise<Workload> {
  const { contract, form } = asked
  const root = resolve(asked.folder)
  if (root === resolve(sampleFolder)) return openSample(contract, form)
  const found = await stat(root).catch(() => undefined)
  if (!found?.isDirectory()) throw new ColdstartError('no-function', { path: root })
  const entry = await findEntry(root, asked)
  await refuseLinks(root, contract)
  const usual = contract === 'google' ? 'hello' : 'handler'
  const description = {
    name: 'hello',
    contract,
    ...(form && { form }),
    root,
    entry,
    exportName: asked.exportName ?? asked.handler?.split('.').at(-1) ?? usual,
    variables: {},
    request: {},
  }
  const { files } = await listPackage(description)
  const wanted = files.filter((path) => path === entry || !isAdapter(path))
  return openWorkload(wanted.length === files.length ? description : { ...description, include: wanted })
}

/**
 * A folder is uploaded as it lies there: a link would be a copy of what it leads to, which may be anybody's file, or lead
 * nowhere. Installed packages may be linked.
 */
async function refuseLinks(root: string, provider: string): Promise<void> {
  const links = await linksBelow(root, '')
  const [first] = links
  if (first === undefined) return
  const others = links.length === 1 ? '' : ` and ${links.length - 1} more`
  throw new ColdstartError('cannot-deploy', {
    provider,
    reason: `${root} holds links: ${first} (to ${await readlink(join(root, first))})${others}`,
    hint: 'Put the files there in place of the links; or give the function itself, ./handler.mjs, whose imports are followed through links.',
  })
}

async function linksBelow(root: string, below: string): Promise<string[]> {
  const entries = await readdir(join(root, below), { withFileTypes: true })
  const kept = entries.filter(({ name }) => name !== MODULES_FOLDER && !isLeftOut(name))
  const found = kept.map(async (entry) => {
    const path = below + entry.name
    if (entry.isSymbolicLink()) return [path]
    return entry.isDirectory() ? linksBelow(root, `${path}/`) : []
  })
  return (await Promise.all(found)).flat()
}

async function findEntry(root: string, { contract, form, handler }: FunctionFolder): Promise<string> {
  const adapter = adapterOf(contract, form)
  const wanted =
    contract === 'google'
      ? await mainOf(root, adapter)
      : contract === 'lambda'
        ? lambdaEntry(root, handler)
        : adapter
  if (existsSync(join(root, wanted))) return wanted
  throw new ColdstartError('cannot-deploy', {
    provider: contract,
    reason: `${root} has no ${wanted}`,
    hint: `Give a folder with ${adapter}; fixtures/hello shows what it looks like.`,
  })
}

/** The file that a handler string names, with whichever ending it has in the folder. */
function lambdaEntry(root: string, handler: string | undefined): string {
  const stems = handler === undefined ? ['lambda', 'index'] : [handler.slice(0, handler.lastIndexOf('.'))]
  const names = stems.flatMap((stem) => ['.mjs', '.js', '.cjs', '.py', '.rb'].map((end) => stem + end))
  return names.find((name) => existsSync(join(root, name))) ?? names[0] ?? 'lambda.mjs'
}

/** Google takes `main` of package.json, `index.js` without one. */
async function mainOf(root: string, adapter: string): Promise<string> {
  const text = await readFile(join(root, 'package.json'), 'utf8').catch(() => undefined)
  if (text === undefined) return adapter
  const { main } = JSON.parse(text) as { main?: unknown }
  return typeof main === 'string' ? main.replace(/^\.\//, '') : 'index.js'
}
