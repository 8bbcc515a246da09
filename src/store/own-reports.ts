import { closeSync, lstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'

/** How the beginning of a report tells that coldstart wrote it; Markdown and plain tables do not tell. */
const SIGNS: Readonly<Record<string, RegExp>> = {
  html: /<meta name="generator" content="coldstart /,
  csv: /^record,run,target,/,
  xml: /<testsuites name="coldstart"/,
  txt: /^# TYPE coldstart_/,
  prom: /^# TYPE coldstart_/,
}
const LOOKED_AT = 2000

/** Reports of one run that lie beside it. */
export interface ReportsBeside {
  /** Ours by what they begin with. */
  readonly own: readonly { readonly path: string; readonly bytes: number }[]
  /** Names of files of the same stem that may be anybody's. */
  readonly others: readonly string[]
}

/**
 * The files that are named after a run, `<run>.html` and the like, without its run file and document.
 * @param names of all files in the folder
 */
export function reportsBeside(folder: string, run: string, names: readonly string[]): ReportsBeside {
  const own: { path: string; bytes: number }[] = []
  const others: string[] = []
  for (const name of names) {
    if (!name.startsWith(`${run}.`)) continue
    const ending = name.slice(run.length + 1)
    if (ending === 'json' || ending === 'jsonl') continue
    const path = join(folder, name)
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (!stats) continue
    const sign = Object.hasOwn(SIGNS, ending) ? SIGNS[ending] : undefined
    if (sign && stats.isFile() && sign.test(beginningOf(path))) own.push({ path, bytes: stats.size })
    else others.push(name)
  }
  return { own, others }
}

function beginningOf(path: string): string {
  const fd = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(LOOKED_AT)
    return bytes.toString('utf8', 0, readSync(fd, bytes, 0, LOOKED_AT, 0))
  } finally {
    closeSync(fd)
  }
}
