import { readFile } from 'node:fs/promises'
import { reachFrom } from './reached-files.ts'

/** A function that a module registers with Google's Functions Framework. */
export interface RegisteredFunction {
  readonly name: string
  readonly signature: 'http' | 'cloudevent' | 'typed'
}

const FRAMEWORK = '@google-cloud/functions-framework'
const REGISTRATION = /\b(http|cloudEvent|typed)\s*\(\s*(['"`])([A-Za-z][-\w]*)\2/g

/**
 * What a function's file and the user's modules that it reaches register: `functions.http('hello', …)`,
 * `functions.cloudEvent(…)`, `functions.typed(…)`.
 * https://github.com/GoogleCloudPlatform/functions-framework-nodejs
 * @param file absolute path of the function's file
 */
export async function registeredFunctions(file: string): Promise<readonly RegisteredFunction[]> {
  const texts = await Promise.all((await reachFrom(file)).map((path) => readFile(path, 'utf8')))
  const found = texts
    .filter((text) => text.includes(FRAMEWORK))
    .flatMap((text) => [...text.matchAll(REGISTRATION)])
  return found.map(([, kind = '', , name = '']) => ({ name, signature: signatureOf(kind) }))
}

function signatureOf(kind: string): RegisteredFunction['signature'] {
  return kind === 'cloudEvent' ? 'cloudevent' : kind === 'typed' ? 'typed' : 'http'
}
