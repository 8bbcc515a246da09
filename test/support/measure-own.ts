import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Result } from '../../src/core/result.ts'
import { runInProcess } from './run-in-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

const small = ['--cold', '1', '--warm', '1', '--format', 'json', '--samples']

function projectOf(files: Readonly<Record<string, string>>): string {
  const cwd = temporaryFolder()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true })
    writeFileSync(join(cwd, path), text)
  }
  return cwd
}

/** Runs a small bench in a project of these files, and reads its result where there is one. */
export async function measureOwn(files: Readonly<Record<string, string>>, ...words: string[]) {
  const cwd = projectOf(files)
  const outcome = await runInProcess(['bench', ...words, ...small], {
    cwd,
    env: { SHELL_TOKEN: 'from-the-shell' },
  })
  const result = outcome.stdout === '' ? undefined : (JSON.parse(outcome.stdout) as Result)
  return { ...outcome, result, targets: result?.summaries.map(({ target }) => target) }
}

export const LAMBDA = 'export const handler = async () => "hi"\n'
export const VERCEL = 'export default (req, res) => res.json({ url: req.url })\n'
/** Fails unless it is given what it needs. */
export const NEEDY =
  'if (process.env.TABLE !== "orders") throw new Error("TABLE is " + process.env.TABLE)\nexport const handler = async () => "ok"\n'
