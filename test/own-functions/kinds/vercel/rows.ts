import { kindsOf } from '../kind.ts'

const DOCS = 'https://vercel.com/docs/functions/runtimes/node-js; @vercel/node'
export const vercel = kindsOf(
  { contract: 'vercel', from: DOCS },
  { entry: 'api/a.js', beside: { 'package.json': '{}' } },
)
export const post = (body: string, type = 'application/json', path = '/api/a') => ({
  method: 'POST' as const,
  path,
  headers: { 'content-type': type },
  body,
})
