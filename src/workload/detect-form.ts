import type { Contract, ContractForm } from './contract.ts'
import { scanModule } from './scan-module.ts'

/** Exports that make a Vercel function a web handler. https://vercel.com/docs/functions/runtimes/node-js */
export const WEB_METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'fetch'] as const

/**
 * Which of a contract's two forms a module has, by what it exports, as the platforms' own packagers decide it:
 * Netlify takes one with a default export and no `handler` for v2 (zip-it-and-ship-it,
 * src/runtimes/node/in_source_config); Vercel takes named HTTP methods for a web handler.
 * @param source text of the module
 */
export async function detectForm(contract: Contract, source: string): Promise<ContractForm | undefined> {
  if (contract === 'lambda' || contract === 'google') return undefined
  const { exports } = await scanModule(source)
  if (contract === 'netlify') return exports.includes('default') && !exports.includes('handler') ? 'v2' : 'v1'
  return WEB_METHODS.some((name) => exports.includes(name)) ? 'web' : 'node'
}
