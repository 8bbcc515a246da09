import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { lastReplies } from '../../src/store/last-replies.ts'
import { writeRecordedRun } from '../support/recorded-run.ts'
import { coldSample, runFileOf, targetOf } from '../support/run-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const url = (address: string) => ({ provider: 'http', platform: 'url', url: address }) as const
const a = targetOf('a', url('https://a.example/x'))
const b = targetOf('b', url('https://b.example/x'))

/** A recorded run whose samples were sent at these times. */
function record(cwd: string, run: string, startedAt: string, samples: ReturnType<typeof sentAt>[]) {
  writeRecordedRun(cwd, run, { header: { startedAt, targets: [a, b] }, samples })
}

function sentAt(target: string, startedAt: string, error?: 'connect' | 'timeout') {
  const failed = error && { error: { kind: error, message: 'no' } }
  return coldSample(target, 10, { startedAt, phases: { totalMs: 500 }, ...failed })
}

describe('when targets last replied', () => {
  it('is looked for in the newest run that met each of them', async () => {
    const cwd = temporaryFolder()
    record(cwd, 'r1', '2026-11-01T00:00:00.000Z', [
      sentAt('a', '2026-11-01T00:00:01.000Z'),
      sentAt('b', '2026-11-01T00:00:02.000Z'),
    ])
    record(cwd, 'r2', '2026-11-02T00:00:00.000Z', [
      sentAt('a', '2026-11-02T00:00:01.000Z'),
      sentAt('a', '2026-11-02T00:00:03.000Z', 'timeout'),
      sentAt('b', '2026-11-02T00:00:04.000Z', 'connect'),
    ])
    expect(await lastReplies(cwd, [a, b])).toEqual(
      new Map([
        ['a', Date.parse('2026-11-02T00:00:03.500Z')],
        ['b', Date.parse('2026-11-01T00:00:02.500Z')],
      ]),
    )
    expect((await lastReplies(cwd, [a], 'r2')).get('a')).toBe(Date.parse('2026-11-01T00:00:01.500Z'))
  })

  it('is not known of another address under the same name, and is of one sealed with another salt', async () => {
    const cwd = temporaryFolder()
    record(cwd, 'r1', '2026-11-01T00:00:00.000Z', [sentAt('a', '2026-11-01T00:00:01.000Z')])
    const resealed = { ...a, url: 'https://a.example/x?key=sealed-0123456789abcdef01234567' }
    expect((await lastReplies(cwd, [resealed])).size).toBe(1)
    expect((await lastReplies(cwd, [{ ...a, url: 'https://a.example/y' }])).size).toBe(0)
    expect((await lastReplies(cwd, [{ ...a, id: 'other' }])).size).toBe(0)
  })

  it('is the end of the run where only its document is left', async () => {
    const cwd = temporaryFolder()
    const result = computeResult(runFileOf([coldSample('a', 10)], { run: 'r1', targets: [a] }))
    mkdirSync(join(cwd, 'results'))
    writeFileSync(join(cwd, 'results', 'r1.json'), JSON.stringify(result))
    expect((await lastReplies(cwd, [a])).get('a')).toBe(Date.parse('2026-11-23T15:43:00.000Z'))
  })

  it('is refused where a newer file cannot be read, and not where it was killed before its header', async () => {
    const cwd = temporaryFolder()
    record(cwd, 'r1', '2026-11-01T00:00:00.000Z', [sentAt('a', '2026-11-01T00:00:01.000Z')])
    writeFileSync(join(cwd, 'results', '2026-11-02T000000-abcd.jsonl'), '{"type":"head')
    expect((await lastReplies(cwd, [a])).size).toBe(1)
    writeFileSync(join(cwd, 'results', '2026-11-03T000000-abcd.jsonl'), 'nonsense\n{}\n')
    await expect(lastReplies(cwd, [a])).rejects.toMatchObject({ code: 'journal-corrupt' })
  })
})
