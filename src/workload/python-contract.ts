import { existsSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { foldersAbove } from '../core/folders-above.ts'
import type { Contract } from './contract.ts'
import { contractOfFolder } from './contract-of-folder.ts'
import { REQUEST_HANDLER, usualHandler, vercelNames } from './python-function.ts'

interface PythonContract {
  readonly contract: Contract
  readonly because: string
}

/**
 * Whose contract a Python file is written for: Google's where it imports the Functions Framework, Vercel's where it
 * has a request handler, or something else that Vercel serves and lies where Vercel finds functions; else Lambda's.
 * @param file absolute path
 */
export function contractOfPython(file: string, source: string): PythonContract {
  if (/^\s*(?:from|import)\s+functions_framework\b/m.test(source))
    return { contract: 'google', because: 'it uses functions_framework' }
  if (REQUEST_HANDLER.test(source))
    return { contract: 'vercel', because: 'it has a class handler for requests' }
  const mayBeVercel = vercelNames(source).length > 0 && usualHandler(source) === undefined
  return (mayBeVercel ? byPlace(file) : undefined) ?? { contract: 'lambda', because: 'it is Python' }
}

/** By the nearest folder that says something, as for JavaScript; none beyond the repository does. */
function byPlace(file: string): PythonContract | undefined {
  for (const folder of foldersAbove(dirname(file))) {
    const found = contractOfFolder(folder, relative(folder, file).split(sep), true)
    if (found || PROJECTS.some((name) => existsSync(join(folder, name)))) return found
  }
  return undefined
}

/** What only the top of a project has: an `api` above it is somebody else's. */
const PROJECTS = ['.git', 'package.json', 'setup.py', 'manage.py']
