import { join } from 'node:path'
import { packageFolder } from '../core/built-entry.ts'
import { NONCE_HEADER } from '../core/report-headers.ts'
import type { Contract, ContractForm } from './contract.ts'
import type { httpApiEvent } from './http-events.ts'
import { openWorkload, type Workload } from './workload.ts'

/** The folder of the sample function, which is measured unless the user brings one of his own. */
export const sampleFolder = join(packageFolder(), 'fixtures', 'hello')

/**
 * Whether the sample's Lambda adapter echoes the nonce of an event, which stands in it as `{{nonce}}`; without it no
 * reply is known to be of its own invocation.
 * @param event undefined for the usual one
 */
export function sampleEchoes(event: unknown): boolean {
  const read = event as (Partial<ReturnType<typeof httpApiEvent>> & { nonce?: unknown }) | null | undefined
  if (read === undefined) return true
  return (read?.requestContext?.http ? read.headers?.[NONCE_HEADER] : read?.nonce) === '{{nonce}}'
}

/** The adapters of the sample function; a package takes one of them. */
const ADAPTERS = ['cloudflare', 'google', 'lambda', 'netlify', 'netlify-v1', 'vercel', 'vercel-web'] as const

/** The file that adapts the sample function to a contract, in one of its forms. */
export function adapterOf(contract: Contract, form?: ContractForm): string {
  if (contract === 'vercel' && form === 'web') return 'vercel-web.mjs'
  if (contract === 'netlify' && form === 'v1') return 'netlify-v1.mjs'
  return `${contract}.mjs`
}

/** True for an adapter's file name, whichever contract it is for. */
export function isAdapter(name: string): boolean {
  return ADAPTERS.some((adapter) => name === `${adapter}.mjs` || name === `${adapter}.js`)
}

/** The sample function under one contract, with its defaults of form: Vercel's `(req, res)`, Netlify's v2. */
export function openSample(contract: Contract, form?: ContractForm): Workload {
  const entry = adapterOf(contract, form)
  const usual: Partial<Record<Contract, ContractForm>> = { vercel: 'node', netlify: 'v2' }
  const chosen = form ?? usual[contract]
  return openWorkload({
    name: 'hello',
    contract,
    ...(chosen && { form: chosen }),
    root: sampleFolder,
    include: contract === 'cloudflare' ? [entry] : ['core.mjs', entry],
    entry,
    exportName: contract === 'google' ? 'hello' : 'handler',
    variables: {},
    request: {},
  })
}
