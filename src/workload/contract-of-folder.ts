import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Contract } from './contract.ts'
import { LAMBDA_FILES } from './lambda-files.ts'

/**
 * Whether a folder says that a function in it is Vercel's or Lambda's, in any language: by `api/`, by what describes an
 * application on Lambda, by vercel.json.
 * @param inside the function's path below the folder, in parts
 * @param isVercel whether Vercel could call it at all
 */
export function contractOfFolder(
  folder: string,
  inside: readonly string[],
  isVercel: boolean,
): { readonly contract: Contract; readonly because: string } | undefined {
  const has = (name: string) => existsSync(join(folder, name))
  if (isVercel && inside.length > 1 && inside[0] === 'api')
    return { contract: 'vercel', because: 'it lies in api/' }
  const description = LAMBDA_FILES.find(has)
  if (description) return { contract: 'lambda', because: `there is a ${description}` }
  if (isVercel && has('vercel.json')) return { contract: 'vercel', because: 'there is a vercel.json' }
  return undefined
}
