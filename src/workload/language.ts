import { readFile } from 'node:fs/promises'
import { basename, dirname, extname } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { posixRelative } from '../core/posix-path.ts'
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

/**
 * A Lambda function in another language, with the folder that it lies in.
 * @throws ColdstartError `unclear-export` where a Python file has several functions and none is called as usual
 */
export async function openForeign({ file, language, exportName, root }: ForeignFunction): Promise<Workload> {
  const folder = root ?? dirname(file)
  const place = posixRelative(folder, file)
  return openWorkload({
    name: basename(file, extname(file)).replace(/[^\w-]/g, '-'),
    contract: 'lambda',
    language,
    root: folder,
    entry: place,
    exportName: exportName ?? (await usualHandler(file, language)),
    variables: {},
    request: {},
  })
}

/** @throws ColdstartError `class-not-named`, `unclear-export` */
async function usualHandler(file: string, language: Language): Promise<string> {
  if (language === 'java') throw new ColdstartError('class-not-named', { path: file })
  return language === 'provided' ? 'handler' : handlerIn(file)
}

/** Lambda's console calls it `lambda_handler`, its documentation `handler` too; else the only function there is. */
async function handlerIn(file: string): Promise<string> {
  const source = await readFile(file, 'utf8')
  const names = [...source.matchAll(/^(?:async )?def (\w+)\b|^(\w+) *=/gm)].map(
    ([, defined, bound]) => defined ?? bound ?? '',
  )
  const usual = ['handler', 'lambda_handler'].find((name) => names.includes(name))
  const open = [...source.matchAll(/^def ([A-Za-z]\w*)\b/gm)].map(([, name = '']) => name)
  if (usual !== undefined) return usual
  if (open.length === 1) return open[0] ?? ''
  throw new ColdstartError('unclear-export', { path: file, names: open.length > 0 ? open : ['no function'] })
}
