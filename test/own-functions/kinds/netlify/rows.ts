import { kindsOf } from '../kind.ts'

const DOCS = 'https://docs.netlify.com/build/functions/get-started/; @netlify/serverless-functions-api'
export const netlify = kindsOf(
  { contract: 'netlify', from: DOCS },
  { entry: 'netlify/functions/a.mjs', beside: { 'package.json': '{}' } },
)
export const post = (body: string, type = 'application/json') => ({
  method: 'POST' as const,
  headers: { 'content-type': type },
  body,
})
