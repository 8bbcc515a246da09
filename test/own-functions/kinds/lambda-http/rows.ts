import { kindsOf } from '../kind.ts'

const URLS = 'https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html'
export const lambda = kindsOf(
  { contract: 'lambda', from: URLS, request: { method: 'GET', path: '/' } },
  { entry: 'index.mjs' },
)
export const answers = (expression: string) => `export const handler = async (event) => (${expression})`
export const post = (body: string, type = 'application/json', path = '/') => ({
  method: 'POST' as const,
  path,
  headers: { 'content-type': type },
  body,
})
/** Functions that import packages of others. */
export const own = { packages: 'own-functions' as const }
