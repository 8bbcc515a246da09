import { kindsOf } from '../kind.ts'

export const google = kindsOf(
  { contract: 'google', from: '@google-cloud/functions-framework 5', packages: 'functions-framework' },
  { entry: 'index.js' },
)
export const framework = `const functions = require('@google-cloud/functions-framework')\n`
export const post = (body: string, type = 'application/json') => ({
  method: 'POST' as const,
  headers: { 'content-type': type },
  body,
})
