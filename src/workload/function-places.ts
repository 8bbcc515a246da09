import { readdir } from 'node:fs/promises'

/** Endings that a function's file may have, in the order in which they are tried. */
export const FUNCTION_ENDINGS: readonly string[] = [
  ...['.mjs', '.js', '.cjs', '.ts', '.mts', '.cts', '.tsx', '.jsx'],
  ...['.py', '.rb'],
]

/** Where platforms look for functions, and what projects call such a folder. */
export const FUNCTION_FOLDERS: readonly string[] = [
  'api',
  'netlify/functions',
  'functions',
  'src/functions',
  'lambda',
]

/** Where a project's code lies, functions or not. */
export const CODE_FOLDERS: readonly string[] = ['src', 'dist']

const NO_FUNCTION = /^[_.]|\.(?:test|spec|config|d)\.|^(?:test_|conftest\.|setup\.py)/

/** Names of the files of a folder that may be functions, in order of their names; none where there is no such folder. */
export async function functionFilesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name)
  return files.filter(mayBeFunction).sort()
}

function mayBeFunction(name: string): boolean {
  return FUNCTION_ENDINGS.some((end) => name.endsWith(end)) && !NO_FUNCTION.test(name)
}

/** Whether a file is called as Lambda's functions usually are: `handler.mjs`, `lambda_function.py`. */
export function isUsualOnLambda(name: string): boolean {
  return /^(?:handler|lambda|lambda_function)\.[^.]+$/.test(name)
}
