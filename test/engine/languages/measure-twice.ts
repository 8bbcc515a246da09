import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Sample } from '../../../src/core/sample.ts'
import { runCliAndKill } from '../../support/run-cli.ts'
import { whyNoColdDisk } from './why-no-cold-disk.ts'

export const disk = await whyNoColdDisk()

export interface Measured {
  readonly result: Result
  readonly samples: readonly Sample[]
  /** As many again, after it was cut in the middle and resumed. */
  readonly resumed: readonly Sample[]
}
interface Result {
  readonly environment: Record<'cpuShares' | 'coldDisks' | 'runtimes', Record<string, string> | undefined>
  readonly comparisons: readonly { readonly a: string; readonly b: string }[]
}

/** Two cold starts of each, a warm one, and the same run once more from its middle on. */
export async function measure(cwd: string, words: readonly string[]): Promise<Measured> {
  // In the project, as some build machines have it: what writes to /tmp (Java's client, the shell) must be able to.
  const env = { TMPDIR: join(cwd, 'tmp') }
  mkdirSync(env.TMPDIR, { recursive: true })
  const pages = disk === undefined ? ['--cold-disk=all'] : []
  const argv = ['bench', ...words, ...pages, '--cold', '1', '--warm', '1', '--format', 'json']
  const first = await runCliAndKill(argv, { cwd, env })
  expect(first.code, first.stderr).toBe(0)
  const name = readdirSync(join(cwd, 'results')).find((one) => one.endsWith('.jsonl')) ?? ''
  const path = join(cwd, 'results', name)
  const text = readFileSync(path, 'utf8')
  const lines = text.trimEnd().split('\n')
  writeFileSync(path, `${lines.slice(0, Math.ceil(lines.length / 2)).join('\n')}\n`)
  const again = await runCliAndKill(['resume', name.replace('.jsonl', ''), '--format', 'json'], { cwd, env })
  expect(again.code, again.stderr).toBe(0)
  return {
    result: JSON.parse(first.stdout),
    samples: samplesIn(text),
    resumed: samplesIn(readFileSync(path, 'utf8')),
  }
}

function samplesIn(text: string): Sample[] {
  const lines = text.trimEnd().split('\n')
  return lines.flatMap((line) => (JSON.parse(line) as { sample?: Sample }).sample ?? [])
}
