import { spawn } from 'node:child_process'

/** Arguments of one command line: far below what any Linux takes. */
const MOST_FILES = 500

/**
 * Node has no posix_fadvise, and GNU's dd has: with a count of 0 it drops the pages of the whole file. What is gone, or
 * what this user may not read, no cold start reads.
 */
const SCRIPT =
  'for file do test -r "$file" || continue; dd if="$file" iflag=nocache count=0 2>/dev/null || exit 1; done'

/**
 * Drops what the system keeps in memory of files. Only pages that are written to the disk and that no process has
 * mapped can be dropped.
 * @param files absolute paths
 * @returns why that could not be done, or undefined
 */
export async function dropPages(files: readonly string[]): Promise<string | undefined> {
  for (let at = 0; at < files.length; at += MOST_FILES) {
    const code = await run(files.slice(at, at + MOST_FILES))
    if (code !== 0) return 'it takes a dd that knows iflag=nocache (GNU coreutils), and there is none'
  }
  return undefined
}

function run(files: readonly string[]): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', SCRIPT, 'sh', ...files], { stdio: 'ignore' })
    child.once('error', () => resolve(-1))
    child.once('exit', resolve)
  })
}
