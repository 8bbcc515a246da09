import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { posixPath } from '../core/posix-path.ts'
import { suggestionFor } from '../core/suggestion.ts'
import { cloudIds, providerMeantBy } from '../providers/index.ts'
import {
  CODE_FOLDERS,
  FUNCTION_ENDINGS,
  FUNCTION_FOLDERS,
  functionFilesIn,
  isUsualOnLambda,
} from '../workload/function-places.ts'
import { isWranglerFile, readWranglerFile, wranglerFileIn } from '../workload/worker/wrangler-file.ts'

/**
 * The file that the user named.
 * @returns its absolute path
 * @throws ColdstartError `no-function`, which says what to type where that can be told: for a folder, for a file named
 * without its ending, and for Lambda's `src/app.handler`; `no-worker-file` for a Worker's wrangler file or its folder
 */
export async function findFunction(entry: string, cwd: string): Promise<string> {
  const path = resolve(cwd, entry)
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile()) {
    if (isWranglerFile(path)) throw await aboutWorker(path, cwd)
    return path
  }
  if (found?.isDirectory()) {
    const wranglerPath = wranglerFileIn(path)
    if (wranglerPath !== undefined) throw await aboutWorker(wranglerPath, cwd)
    const suggestion = await meantByFolder(path, cwd)
    throw new ColdstartError('no-function', { path, is: 'folder', suggestion })
  }
  throw new ColdstartError('no-function', {
    path,
    suggestion: (await meantBy(path, cwd)) ?? providerFlagFor(entry),
  })
}

/** The flag that was left out, where a platform stands in a function's place. */
function providerFlagFor(entry: string): string | undefined {
  const id = providerMeantBy(entry, cloudIds)
  return id && `--provider ${id}`
}

/** What a wrangler file's Worker is called. @throws ColdstartError `bad-wrangler-file` */
async function aboutWorker(path: string, cwd: string): Promise<ColdstartError> {
  const { main } = await readWranglerFile(path)
  if (main !== undefined)
    return new ColdstartError('no-worker-file', {
      path,
      main: shown(main, cwd),
      isMissing: !existsSync(main),
    })
  const folder = dirname(path)
  const suggestion = (await firstIn(folder, cwd)) ?? (await firstIn(join(folder, 'src'), cwd))
  return new ColdstartError('no-worker-file', { path, isMissing: false, ...(suggestion && { suggestion }) })
}

/** A file in it, else the one beside it that has its name, else one where projects keep functions. */
async function meantByFolder(path: string, cwd: string): Promise<string | undefined> {
  const inside = await firstIn(path, cwd)
  if (inside !== undefined) return inside
  const beside = await withEnding(path)
  if (beside !== undefined) return shown(beside, cwd)
  for (const folder of [...FUNCTION_FOLDERS, ...CODE_FOLDERS]) {
    const found = await firstIn(join(path, folder), cwd)
    if (found !== undefined) return found
  }
  return undefined
}

async function firstIn(folder: string, cwd: string): Promise<string | undefined> {
  const names = await functionFilesIn(folder)
  const usual = names.find((name) => /^(index|hello)\./.test(name) || isUsualOnLambda(name)) ?? names[0]
  return usual === undefined ? undefined : shown(join(folder, usual), cwd)
}

async function meantBy(path: string, cwd: string): Promise<string | undefined> {
  const whole = await withEnding(path)
  if (whole) return shown(whole, cwd)
  const [, stem = '', name = ''] = /^(.+)\.(\w+)$/.exec(path) ?? []
  const file = stem === '' ? undefined : await withEnding(stem)
  if (file === undefined) return nearIn(path, cwd)
  return FUNCTION_ENDINGS.includes(`.${name}`) ? shown(file, cwd) : `${shown(file, cwd)} --export ${name}`
}

/** The file beside it whose name is nearest. */
async function nearIn(path: string, cwd: string): Promise<string | undefined> {
  const near = suggestionFor(basename(path), await functionFilesIn(dirname(path)))
  return near === undefined ? undefined : shown(join(dirname(path), near), cwd)
}

async function withEnding(stem: string): Promise<string | undefined> {
  for (const end of FUNCTION_ENDINGS) {
    const found = await stat(stem + end).catch(() => undefined)
    if (found?.isFile()) return stem + end
  }
  return undefined
}

/** As it can be typed. */
function shown(path: string, cwd: string): string {
  const short = relative(cwd, path)
  return short.startsWith('..') ? path : `./${posixPath(short)}`
}
