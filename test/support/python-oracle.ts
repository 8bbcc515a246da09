import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { env } from 'node:process'
import { fileURLToPath } from 'node:url'

const oracle = fileURLToPath(new URL('../oracles/languages', import.meta.url))

/** Where a Python with what the platforms put around functions is found first: awslambdaric, functions-framework. */
export const pythonPath = [join(oracle, '.venv/bin'), env.PATH ?? ''].join(delimiter)

/** The same with Vercel's runtime, which takes Python 3.12 or newer. */
export const newestPythonPath = [join(oracle, '.venv-newest/bin'), env.PATH ?? ''].join(delimiter)

/** Whether the first Python of a path can import a module. */
export function canImport(path: string, module: string): boolean {
  const python = path
    .split(delimiter)
    .map((folder) => join(folder, 'python3'))
    .find(existsSync)
  return python !== undefined && spawnSync(python, ['-c', `import ${module}`]).status === 0
}
