import { readFile } from 'node:fs/promises'
import { basename, dirname, extname } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { posixRelative } from '../core/posix-path.ts'
import type { Contract } from './contract.ts'
import { projectAbove } from './project-above.ts'
import { type PythonFacts, readPython } from './python-function.ts'
import { readVercelRoutes } from './vercel-routes.ts'
import { openWorkload, type Workload } from './workload.ts'
import type { Language } from './workload-description.ts'

/** @throws ColdstartError `no-containers` for what describes a container image */
export function refuseContainers(file: string): void {
  if (/^(Docker|Container)file(\..+)?$/i.test(basename(file)))
    throw new ColdstartError('no-containers', { path: file })
}

/** A function that Node does not run: its file, absolute, and what it exports, where the user says so. */
interface ForeignFunction {
  readonly file: string
  readonly language: Language
  readonly contract: Contract
  readonly exportName?: string | undefined
  /** Its package's folder, absolute; the file's own unless given. */
  readonly root?: string | undefined
}

/**
 * In which language other than JavaScript a function is written, by its file's name: `app.py`, `app.rb`, `app.jar`, or an executable
 * `bootstrap` in any, as Lambda's OS-only runtimes have it; undefined where it is neither.
 */
export function languageOf(file: string): Language | undefined {
  const known: Readonly<Record<string, Language>> = { '.py': 'python', '.rb': 'ruby', '.jar': 'java' }
  const found = known[extname(file)]
  if (found) return found
  return basename(file) === 'bootstrap' ? 'provided' : undefined
}

/** The languages beside JavaScript that functions of a contract are run and deployed in. */
const LANGUAGES: Readonly<Partial<Record<Contract, readonly Language[]>>> = {
  lambda: ['python', 'ruby', 'java', 'provided'],
  google: ['python'],
  vercel: ['python'],
}

/** `languageOf`, where the contract has it. */
export function languageUnder(contract: Contract, file: string): Language | undefined {
  const found = languageOf(file)
  return found && LANGUAGES[contract]?.includes(found) ? found : undefined
}

/**
 * A function in another language, with the folder that it lies in; for Vercel the project above `api/`.
 * @throws ColdstartError `unclear-export` where a file has several functions and none is called as usual,
 * `class-not-named`
 */
export async function openForeign(own: ForeignFunction): Promise<Workload> {
  const { file, language, contract, root = projectAbove(file, contract) ?? dirname(file) } = own
  const routes = contract === 'vercel' ? await readVercelRoutes(file, root) : undefined
  return openWorkload({
    name: basename(file, extname(file)).replace(/[^\w-]/g, '-'),
    contract,
    language,
    root,
    entry: posixRelative(root, file),
    ...(await factsOf(own)),
    ...(routes && { routes }),
    variables: {},
    request: {},
  })
}

/** Ruby's functions are found as Python's are. */
async function factsOf({ file, language, contract, exportName }: ForeignFunction): Promise<PythonFacts> {
  if (language === 'provided') return { exportName: exportName ?? 'handler' }
  if (language === 'java') {
    if (exportName === undefined) throw new ColdstartError('class-not-named', { path: file })
    return { exportName }
  }
  return readPython(file, await readFile(file, 'utf8'), contract, exportName)
}
