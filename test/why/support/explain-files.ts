import { execFile } from 'node:child_process'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { LoadedModule, LoadRow } from '../../../src/core/load-report.ts'
import type { WhyReport } from '../../../src/core/why-report.ts'

const run = promisify(execFile)
const bin = join(import.meta.dirname, '../../../bin/coldstart.js')

/** By path: the text or the bytes of a file, or where a link leads. */
export type Files = Readonly<Record<string, string | Uint8Array | { readonly link: string }>>

/** Writes a package. */
export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const to = join(folder, path)
    await mkdir(dirname(to), { recursive: true })
    if (typeof content === 'string' || content instanceof Uint8Array) await writeFile(to, content)
    else await symlink(content.link, to)
  }
}

/** What `coldstart why` says of a file, under the Node of that path. */
export async function explainFile(
  folder: string,
  words: readonly string[],
  node = process.execPath,
): Promise<WhyReport> {
  const { stdout } = await run(node, [bin, 'why', ...words, '-q', '--format', 'json'], {
    cwd: folder,
    env: { PATH: process.env.PATH },
    maxBuffer: 1e9,
  })
  return JSON.parse(stdout) as WhyReport
}

/** A module of the load by its name. */
export function moduleIn({ load }: WhyReport, name: string): LoadedModule | undefined {
  return load.modules.find((one) => one.name === name)
}

/** A row of the load by its name. */
export function rowIn({ load }: WhyReport, name: string): LoadRow | undefined {
  return load.rows.find((one) => one.name === name)
}
