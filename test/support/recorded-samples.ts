import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sample } from '../../src/core/sample.ts'

/** The samples of the only run that was recorded in a folder. */
export function recordedSamples(cwd: string): Sample[] {
  const folder = join(cwd, 'results')
  const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  const lines = readFileSync(join(folder, file), 'utf8').trim().split('\n')
  return lines.flatMap((line) => {
    const read = JSON.parse(line) as { type: string; sample?: Sample }
    return read.sample ? [read.sample] : []
  })
}
