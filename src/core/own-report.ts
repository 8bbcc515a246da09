import { closeSync, openSync, readSync } from 'node:fs'
import { extname } from 'node:path'

/** How the beginning of a report tells that coldstart wrote it; Markdown and plain tables do not tell. */
const SIGNS: Readonly<Record<string, RegExp>> = {
  '.html': /<meta name="generator" content="coldstart /,
  '.csv': /^record,run,target,/,
  '.xml': /<testsuites name="coldstart"/,
  '.txt': /^# TYPE coldstart_/,
  '.prom': /^# TYPE coldstart_/,
  '.json': /^\{"schemaVersion":\d+,"tool":\{"name":"coldstart"/,
}
const LOOKED_AT = 2000

/**
 * Whether coldstart wrote a file, by its ending and by what it begins with.
 * @param path of a file that can be read
 */
export function isOwnReport(path: string): boolean {
  const ending = extname(path)
  const sign = Object.hasOwn(SIGNS, ending) ? SIGNS[ending] : undefined
  return sign?.test(beginningOf(path)) ?? false
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
