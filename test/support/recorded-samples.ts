import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sample } from '../../src/core/sample.ts'

/** The run file of the only run that was recorded in a folder. */
export function recordedFile(cwd: string): string {
  const folder = join(cwd, 'results')
  const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  return join(folder, file)
}

/** How many samples a run has recorded so far, also while it is going on or has not begun to. */
export function countSamples(cwd: string): number {
  try {
    return readFileSync(recordedFile(cwd), 'utf8').split('"type":"sample"').length - 1
  } catch {
    return 0
  }
}

/** The samples of the only run that was recorded in a folder. */
export function recordedSamples(cwd: string): Sample[] {
  const lines = readFileSync(recordedFile(cwd), 'utf8').trim().split('\n')
  return lines.flatMap((line) => {
    const read = JSON.parse(line) as { type: string; sample?: Sample }
    return read.sample ? [read.sample] : []
  })
}
