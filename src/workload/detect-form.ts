import type { Contract, ContractForm } from './contract.ts'
import type { ScannedModule } from './scan-module.ts'
import { readStaticConfig } from './static-config.ts'

/** Exports that make a Vercel function a web handler. https://vercel.com/docs/functions/runtimes/node-js */
export const WEB_METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'fetch'] as const

/** What a form is seen by. */
interface SeenModule extends ScannedModule {
  /** Text of the module. */
  readonly source: string
  /** True where what the platform is to call is known by its name: exported, registered, or said by the user. */
  readonly isNamed: boolean
}

/**
 * Which of a contract's forms a module has, by what it exports, as the platforms' own packagers decide it:
 * Netlify takes one with a default export and no `handler` for v2 (zip-it-and-ship-it,
 * src/runtimes/node/in_source_config); Vercel takes named HTTP methods for a web handler. A module for Lambda or
 * Google without an export of the name that is called, and with a default one, is a fetch handler.
 */
export function detectForm(contract: Contract, seen: SeenModule): ContractForm | undefined {
  const { exports, isNamed } = seen
  if (contract === 'netlify') return exports.includes('default') && !exports.includes('handler') ? 'v2' : 'v1'
  if (contract === 'vercel') return vercelForm(seen)
  return !isNamed && (exports.includes('default') || exports.includes('fetch')) ? 'fetch' : undefined
}

function vercelForm({ source, exports }: SeenModule): ContractForm {
  const runtime = readStaticConfig(source)?.runtime
  if (runtime === 'edge' || runtime === 'experimental-edge') return 'edge'
  if (WEB_METHODS.some((name) => exports.includes(name))) return 'web'
  return exportsFetch(source) ? 'fetch' : 'node'
}

/** `{ fetch`, `new Hono()`, `request =>`, `(request) =>`, `function (request) {`. */
const FETCH =
  '(?:\\{[^}]*\\bfetch\\b|new\\s+\\w*(?:Hono|Elysia|H3)\\w*\\(|(?:async\\s+)?\\w+\\s*=>|(?:async\\s+)?(?:function\\s*\\w*\\s*)?\\(\\s*\\w+\\s*\\)\\s*(?:=>|\\{))'
const FETCH_DEFAULT = new RegExp(`export\\s+default\\s+${FETCH}`)

/** Hono's way to Vercel gives a function of a Request; its `@hono/node-server/vercel` one of `(req, res)`. */
const HONO_DEFAULT = /from\s*['"]hono\/vercel['"][\s\S]*export\s+default\s+handle\s*\(/

/** Also where the default export is declared apart, as in all that a transpiler writes. */
function exportsFetch(source: string): boolean {
  if (FETCH_DEFAULT.test(source) || HONO_DEFAULT.test(source)) return true
  const [, plain, renamed] =
    /export\s+default\s+(\w+)\s*;?\s*$|export\s*\{[^}]*?\b(\w+)\s+as\s+default\b/m.exec(source) ?? []
  const name = plain ?? renamed
  if (name === undefined) return false
  const declared = `(?:const|let|var)\\s+${name}\\s*=\\s*|(?=(?:async\\s+)?function\\s+${name}\\b)`
  return new RegExp(`(?:${declared})${FETCH}`).test(source)
}
