import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunFile } from '../../src/core/run-file.ts'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { streamResult } from '../../src/store/read-result.ts'
import { coldSample, runFileOf, waitsOf, warmSample } from '../support/run-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const samples = waitsOf(30).flatMap((wait, index) => [
  coldSample('a', wait, { breakdown: { platformMs: 3, bootMs: wait - 3, note: 'é' } }),
  warmSample('a', wait / 50, `i${index}`),
  coldSample('b', wait * 2, index % 7 === 0 ? { error: { kind: 'timeout', message: 'é'.repeat(2000) } } : {}),
])

function write({ header, samples: all, notes, footer }: RunFile, tail = ''): string {
  const path = join(temporaryFolder(), 'run.jsonl')
  const lines = [
    header,
    ...all.map((sample) => ({ type: 'sample', sample })),
    ...notes,
    ...(footer ? [footer] : []),
  ]
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join('') + tail)
  return path
}

describe('streamResult', () => {
  it('gives what computeResult gives, without the samples', async () => {
    const run = runFileOf(samples)
    expect(await streamResult(write(run))).toEqual({ ...computeResult(run), samples: [] })
  })

  it('leaves out a torn last line, and keeps one that lacks only its end', async () => {
    const { footer: _none, ...run } = runFileOf(samples)
    const whole = JSON.stringify({ type: 'sample', sample: coldSample('a', 7) })
    expect((await streamResult(write(run, whole.slice(0, -5)))).summaries[0]?.invocations).toBe(60)
    expect((await streamResult(write(run, whole))).summaries[0]?.invocations).toBe(61)
  })

  it('refuses what is no run file', async () => {
    await expect(streamResult('/nowhere/run.jsonl')).rejects.toMatchObject({ code: 'run-not-found' })
    const empty = join(temporaryFolder(), 'empty.jsonl')
    writeFileSync(empty, '')
    await expect(streamResult(empty)).rejects.toMatchObject({ code: 'journal-empty' })
    writeFileSync(empty, '{"type":"note"}\n')
    await expect(streamResult(empty)).rejects.toMatchObject({ code: 'journal-corrupt' })
    writeFileSync(empty, `${JSON.stringify(coldSample('a', 1))}\n`)
    await expect(streamResult(empty)).rejects.toMatchObject({ code: 'journal-corrupt' })
  })
})
