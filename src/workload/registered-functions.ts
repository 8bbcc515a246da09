import { readFile } from 'node:fs/promises'
import { reachFrom } from './reached-files.ts'

/** A function that a module registers with Google's Functions Framework. */
export interface RegisteredFunction {
  readonly name: string
  readonly signature: 'http' | 'cloudevent' | 'typed'
}

const FRAMEWORK = '@google-cloud/functions-framework'
/** The type parameters of TypeScript, the `(0, framework.http)(` of compilers, and a name by itself or in a constant. */
const REGISTRATION =
  /\b(http|cloudEvent|typed)\s*(?:<[^()]*>)?\s*\)?\s*\(\s*(?:(['"`])([A-Za-z][-\w]*)\2|([A-Za-z_$][\w$]*)\s*,)/g

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
    .flatMap((text) => [...text.matchAll(REGISTRATION)].map((match) => ({ match, text })))
  return found.flatMap(({ match: [, kind = '', , literal, constant = ''], text }) => {
    const name = literal ?? constantIn(text, constant)
    return name === undefined ? [] : [{ name, signature: signatureOf(kind) }]
  })
}

function signatureOf(kind: string): RegisteredFunction['signature'] {
  return kind === 'cloudEvent' ? 'cloudevent' : kind === 'typed' ? 'typed' : 'http'
}

/** The text of `const NAME = 'text'`. */
function constantIn(text: string, name: string): string | undefined {
  const found = new RegExp(
    `\\bconst\\s+${name.replaceAll('$', '\\$')}\\s*(?::[^=]+)?=\\s*(['"\`])([A-Za-z][-\\w]*)\\1`,
  )
  return found.exec(text)?.[2]
}
