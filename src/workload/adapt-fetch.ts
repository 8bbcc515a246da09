import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { builtEntry } from '../core/built-entry.ts'
import type { Contract } from './contract.ts'
import type { WorkloadDescription } from './workload-description.ts'

/** By contract: what stands between the platform and a fetch handler, and the program that holds it. */
const ADAPTERS: Partial<Record<Contract, { readonly library: string; readonly program: string }>> = {
  lambda: { library: 'hono/aws-lambda', program: 'engine/runtime/fetch-lambda.js' },
  google: { library: '@hono/node-server', program: 'engine/runtime/fetch-google.js' },
}

/** The files that an adapted function has beside the user's. */
const ADAPTER_FILE = '___fetch_adapter.mjs'
const ENTRY_FILE = '___fetch_entry.mjs'

/**
 * Puts a library's adapter between a platform and a standard fetch handler, as files of the package. Vercel and
 * Netlify run such a handler by themselves.
 */
export async function adaptFetch(workload: WorkloadDescription): Promise<WorkloadDescription> {
  const adapter = ADAPTERS[workload.contract]
  if (adapter === undefined) return workload
  const text = await readFile(builtEntry(adapter.program), 'utf8')
  const entry = [
    `import * as user from ${JSON.stringify(`./${workload.entry}`)}`,
    `import { makeFetchHandler } from './${ADAPTER_FILE}'`,
    'export const handler = makeFetchHandler(user)',
  ]
  const files = [
    { path: ADAPTER_FILE, text },
    { path: ENTRY_FILE, text: `${entry.join('\n')}\n` },
  ]
  return {
    ...workload,
    entry: ENTRY_FILE,
    adapted: workload.entry,
    exportName: 'handler',
    adapter: versioned(adapter.library, text),
    generated: [...(workload.generated ?? []), ...files],
  }
}

/** The build writes the packages that a program is bundled with into its first line. */
function versioned(library: string, program: string): string {
  const [, list = ''] = /^\/\/ bundled with (.+)$/m.exec(program) ?? []
  const version = list
    .split(', ')
    .map((one) => one.split(' '))
    .find(([name]) => name !== undefined && `${library}/`.startsWith(`${name}/`))?.[1]
  return version === undefined ? library : `${library} ${version}`
}

const NETLIFY_BOOTSTRAP = '@netlify/serverless-functions-api'

/**
 * What hands a request of the Fetch standard to the function, as a report names it: a library with its version, or the
 * platform itself.
 * @returns undefined where the function takes what the platform gives
 */
export function nameAdapter({ adapter, contract, form }: WorkloadDescription): string | undefined {
  if (adapter !== undefined) return adapter
  if (contract === 'netlify' && form === 'v2')
    return `${NETLIFY_BOOTSTRAP} ${createRequire(import.meta.url)(`${NETLIFY_BOOTSTRAP}/package.json`).version}`
  return contract === 'vercel' && (form === 'fetch' || form === 'edge') ? "Vercel's own" : undefined
}
