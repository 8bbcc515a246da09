import type { IncomingMessage } from 'node:http'
import { readBody } from '../front/front-request.ts'
import type { FunctionPool } from '../function-pool.ts'

const MOST_BYTES = 4096

/** What a button of the page asks for, and of which function. */
export interface Asked {
  readonly pool: FunctionPool
  readonly values: Readonly<Record<string, unknown>>
}

/** Reads `{"function": "vercel/hello", …}`. @returns in words what is wrong with it, if anything */
export async function readAsked(
  req: IncomingMessage,
  pools: readonly FunctionPool[],
): Promise<Asked | string> {
  const body = await readBody(req, MOST_BYTES)
  const values = body && parseObject(body.toString())
  if (!values) return 'What was sent is not a JSON object.'
  const pool = pools.find(({ options }) => `${options.contract}/${options.name}` === values.function)
  return pool ? { pool, values } : 'There is no such function.'
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}
