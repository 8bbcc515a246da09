import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { failuresOf } from '../support/sample-failures.ts'
import { caseNamed, measureTogether, runCase } from './support/run-case.ts'

const modulesOf = (name: string) => fileURLToPath(new URL(`../oracles/${name}/node_modules`, import.meta.url))
const packages = modulesOf('own-functions')
const framework = modulesOf('functions-framework')

describe.skipIf(!existsSync(packages))(
  'functions with packages of others (enable with: npm ci --prefix test/oracles/own-functions)',
  () => {
    it('lambda-express-main-check: express behind serverless-http answers, and opens no port below Node 24', async () => {
      const { first, value, samples } = await runCase('lambda-express-main-check', {
        modules: packages,
        request: { method: 'GET', path: '/' },
        words: ['--cold', '1', '--warm', '0'],
      })
      expect(failuresOf(samples)).toEqual([])
      expect([first?.status, value]).toEqual([200, { ok: true }])
    })

    it('vercel-hono-basepath: a path of one’s own reaches the app', async () => {
      const { value } = await runCase('vercel-hono-basepath', {
        modules: packages,
        request: { path: '/api/hello?name=Ada' },
      })
      expect(value).toEqual({ name: 'Ada' })
    })
  },
)

describe.skipIf(!existsSync(framework))(
  'a function of the Functions Framework (enable with: npm ci --prefix test/oracles/functions-framework)',
  () => {
    it('google-functions-http: the only one registered is served, with the type of its body', async () => {
      const { first, value } = await runCase('google-functions-http', {
        modules: framework,
        request: { path: '/?a=1' },
      })
      expect(value).toMatchObject({ q: { a: '1' }, path: '/' })
      expect(first?.headers['content-type']).toMatch(/^application\/json/)
    })
  },
)

describe('an initialisation of more than ten seconds', () => {
  it('lambda-init-11-s: is begun again with the first invocation, under the function’s own time-out', async () => {
    const [outcome] = await measureTogether([[caseNamed('lambda-init-11-s'), { timeoutMs: 30_000 }]])
    expect(outcome?.value).toBe('slow init')
  })
})
