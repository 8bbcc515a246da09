import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { posixPath } from '../core/posix-path.ts'
import { suggestionFor } from '../core/suggestion.ts'

/** Endings that a function's file may have, in the order in which they are tried. */
const ENDINGS = ['.mjs', '.js', '.cjs', '.ts', '.mts', '.cts', '.tsx', '.jsx']

/**
 * The file that the user named.
 * @returns its absolute path
 * @throws ColdstartError `no-function`, which says what to type where that can be told: for a folder, for a file named
 * without its ending, and for Lambda's `src/app.handler`
 */
export async function findFunction(entry: string, cwd: string): Promise<string> {
  const path = resolve(cwd, entry)
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile()) return path
  if (found?.isDirectory()) {
    const suggestion = await firstIn(path, cwd)
    throw new ColdstartError('no-function', { path, isFolder: true, suggestion })
  }
  throw new ColdstartError('no-function', { path, suggestion: await meantBy(path, cwd) })
}

async function firstIn(folder: string, cwd: string): Promise<string | undefined> {
  const names = (await readdir(folder)).filter((name) => ENDINGS.some((end) => name.endsWith(end)))
  const usual = names.find((name) => /^(index|handler|hello)\./.test(name)) ?? names.sort()[0]
  return usual === undefined ? undefined : shown(join(folder, usual), cwd)
}

async function meantBy(path: string, cwd: string): Promise<string | undefined> {
  const whole = await withEnding(path)
  if (whole) return shown(whole, cwd)
  const [, stem = '', name = ''] = /^(.+)\.(\w+)$/.exec(path) ?? []
  const file = stem === '' ? undefined : await withEnding(stem)
  if (file === undefined) return nearIn(path, cwd)
  return ENDINGS.includes(`.${name}`) ? shown(file, cwd) : `${shown(file, cwd)} --export ${name}`
}

/** The file beside it whose name is nearest. */
async function nearIn(path: string, cwd: string): Promise<string | undefined> {
  const names = await readdir(dirname(path)).catch(() => [])
  const files = names.filter((name) => ENDINGS.some((end) => name.endsWith(end)))
  const near = suggestionFor(basename(path), files)
  return near === undefined ? undefined : shown(join(dirname(path), near), cwd)
}

async function withEnding(stem: string): Promise<string | undefined> {
  for (const end of ENDINGS) {
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
