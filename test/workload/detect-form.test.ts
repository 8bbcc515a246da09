import { describe, expect, it } from 'vitest'
import { detectForm } from '../../src/workload/detect-form.ts'
import { scanModule } from '../../src/workload/scan-module.ts'

const formOf = async (source: string) =>
  detectForm('vercel', { ...(await scanModule(source)), source, isNamed: false })

describe('the form of a function for Vercel', () => {
  it.each([
    'export default { fetch(request) {} }',
    'export default (request) => new Response()',
    'export default async function handler(request) {}',
    'export default request => new Response()',
    'export default async request => new Response(request.method)',
    'import { handle } from "hono/vercel"\nexport default handle(app)',
    'export default new Hono()',
    'const app = new Hono()\nexport default app',
    'const handler = async (request) => new Response()\nexport default handler;',
    // As esbuild writes what was TypeScript.
    'function handler(request) {\n}\nexport {\n  handler as default\n};',
    'var stdin_default = { fetch: (request) => new Response() };\nexport {\n  config,\n  stdin_default as default\n};',
  ])('is a fetch handler: %s', async (source) => {
    expect(await formOf(source)).toBe('fetch')
  })

  it.each([
    'export default (req, res) => res.send("")',
    'function handler(req, res) {\n}\nexport {\n  handler as default\n};',
    'const app = express()\nexport default app',
    'import { handle } from "@hono/node-server/vercel"\nexport default handle(app)',
    'const options = { fetch: true }\nexport default (req, res) => {}',
    'module.exports = (req, res) => {}',
  ])('is one for (req, res): %s', async (source) => {
    expect(await formOf(source)).toBe('node')
  })
})
