import { fileURLToPath } from 'node:url'
import { readAll } from '../../support/test-engine.ts'

export const oracle = fileURLToPath(new URL('../../../oracles/workerd', import.meta.url))
export const where = { resolveFrom: oracle }

export const reportOf = ({ headers }: { headers: Readonly<Record<string, string>> }) =>
  JSON.parse(headers['x-coldstart-instance'] ?? '{}')
export const failureOf = ({ headers }: { headers: Readonly<Record<string, string>> }) =>
  decodeURIComponent(headers['x-coldstart-failure'] ?? '')
export const ask = async (url: string, init: RequestInit = {}) => readAll(await fetch(url, init))
