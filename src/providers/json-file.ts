import { readFile } from 'node:fs/promises'
import { isRecord } from './rest-failure.ts'

/** A JSON object that another tool wrote; undefined when there is none or it cannot be read. */
export async function readJsonFile(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const json: unknown = JSON.parse(await readFile(path, 'utf8'))
    return isRecord(json) ? json : undefined
  } catch {
    return undefined
  }
}

/** A non-empty string, or undefined. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}
