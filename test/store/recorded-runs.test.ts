import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { listRuns } from '../../src/store/list-runs.ts'
import { latestRun, recordedRuns } from '../../src/store/recorded-runs.ts'
import { writeRecordedRun } from '../support/recorded-run.ts'
import { coldSample, runFileOf, waitsOf } from '../support/run-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const failed = coldSample('a', 1, { error: { kind: 'timeout', message: 'too slow' } })

describe('recorded runs', () => {
  it('are told by the ends of their files, however long head and tail are', async () => {
    const cwd = temporaryFolder()
    const long = { config: { note: 'x'.repeat(100_000) } }
    const samples = waitsOf(5).map((wait) => coldSample('a', wait))
    writeRecordedRun(cwd, 'one', { header: long, samples })
    const error = { kind: 'timeout', message: 'x'.repeat(50_000) } as const
    writeRecordedRun(cwd, 'two', { samples: [...samples, coldSample('b', 1, { error })], isFinished: false })
    expect(await listRuns(cwd)).toMatchObject([
      { run: 'one', state: 'finished', samples: 5, targets: ['a'] },
      { run: 'two', state: 'unfinished', samples: 6, errors: 1, targets: ['a', 'b'] },
    ])
  })

  it('leave the count of failures out where only a whole reading would tell', async () => {
    const cwd = temporaryFolder()
    const path = writeRecordedRun(cwd, 'old', { samples: [failed] })
    expect(await listRuns(cwd)).toMatchObject([{ samples: 1 }])
    expect((await listRuns(cwd))[0]).not.toHaveProperty('errors')
    const counted = readFileSync(path, 'utf8').replace('"samples":1}', '"samples":1,"errors":1}')
    writeFileSync(path, counted)
    expect(await listRuns(cwd)).toMatchObject([{ samples: 1, errors: 1 }])
  })

  it('name what is damaged, empty, or no file at all', async () => {
    const cwd = temporaryFolder()
    writeRecordedRun(cwd, 'sound')
    const results = join(cwd, 'results')
    writeFileSync(join(results, 'damaged.jsonl'), 'nonsense\n{}\n')
    writeFileSync(join(results, 'empty.jsonl'), '{"type":"head')
    mkdirSync(join(results, 'folder.jsonl'))
    if (process.platform !== 'win32') execFileSync('mkfifo', [join(results, 'pipe.jsonl')])
    writeFileSync(join(results, 'other.json'), '{"unrelated": true}')
    const states = new Map((await listRuns(cwd)).map(({ run, state, problem }) => [run, { state, problem }]))
    expect(states.get('damaged')).toMatchObject({
      state: 'damaged',
      problem: expect.stringContaining('line 1'),
    })
    expect(states.get('empty')).toMatchObject({ state: 'empty' })
    expect(states.get('folder')).toMatchObject({ problem: expect.stringContaining('is a folder') })
    if (process.platform !== 'win32')
      expect(states.get('pipe')).toMatchObject({ problem: expect.stringContaining('is a named pipe') })
    expect(states.has('other')).toBe(false)
    expect((await latestRun(cwd))?.id).toBe('sound')
  })

  it('keep the newest run latest when it is damaged, by the time in its name', async () => {
    const cwd = temporaryFolder()
    writeRecordedRun(cwd, '2026-11-01T000000-aaaa', { startedAt: '2026-11-01T00:00:00.000Z' })
    writeFileSync(join(cwd, 'results', '2026-11-02T000000-bbbb.jsonl'), 'nonsense\n')
    expect((await latestRun(cwd))?.id).toBe('2026-11-02T000000-bbbb')
  })

  it('are also the documents of runs whose files are gone, and are not counted twice where both are there', async () => {
    const cwd = temporaryFolder()
    writeRecordedRun(cwd, 'both')
    const document = (id: string, startedAt: string) =>
      JSON.stringify(computeResult(runFileOf([coldSample('a', 1)], { run: id, startedAt })))
    writeFileSync(join(cwd, 'results', 'both.json'), document('both', '2026-11-23T00:00:00.000Z'))
    writeFileSync(join(cwd, 'results', 'alone.json'), document('alone', '2026-11-24T00:00:00.000Z'))
    expect((await recordedRuns(cwd)).map(({ id, state }) => [id, state])).toEqual([
      ['both', 'finished'],
      ['alone', 'document'],
    ])
    expect((await latestRun(cwd))?.id).toBe('alone')
  })
})

describe('the index of recorded runs', () => {
  function many(): string {
    const cwd = temporaryFolder()
    for (let index = 0; index < 60; index++) writeRecordedRun(cwd, `run-${String(index).padStart(2, '0')}`)
    return cwd
  }
  const indexOf = (cwd: string) => join(cwd, '.coldstart', 'run-index.json')

  it('changes no answer, is rebuilt when it is gone or not understood, and is not made for a few runs', async () => {
    const cwd = many()
    const first = await listRuns(cwd)
    expect(existsSync(indexOf(cwd))).toBe(true)
    expect(await listRuns(cwd)).toEqual(first)
    for (const nonsense of [
      '',
      '[]',
      'null',
      '{"version":1,"entries":{"run-00.jsonl":[1,2,3,null]}}',
      '{"version":99}',
    ]) {
      writeFileSync(indexOf(cwd), nonsense)
      expect(await listRuns(cwd)).toEqual(first)
    }
    const few = temporaryFolder()
    writeRecordedRun(few, 'one')
    await listRuns(few)
    expect(existsSync(join(few, '.coldstart'))).toBe(false)
  })

  it('is used: what it says of a file that was not touched is believed', async () => {
    const cwd = many()
    await listRuns(cwd)
    const index = readFileSync(indexOf(cwd), 'utf8')
    writeFileSync(indexOf(cwd), index.replace('"samples":1', '"samples":77'))
    expect((await listRuns(cwd)).filter(({ samples }) => samples === 77)).toHaveLength(1)
  })

  it('is never believed over a file that changed, not even one of the same size and date', async () => {
    const cwd = many()
    await listRuns(cwd)
    const path = join(cwd, 'results', 'run-07.jsonl')
    const { atime, mtime } = statSync(path)
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace('2026-11-23T15:42:00.000Z', '2027-11-23T15:42:00.000Z'),
    )
    utimesSync(path, atime, mtime)
    expect((await latestRun(cwd))?.id).toBe('run-07')
    writeRecordedRun(cwd, 'newer', { startedAt: '2028-01-01T00:00:00.000Z' })
    expect((await latestRun(cwd))?.id).toBe('newer')
  })

  it('knows latest as the files do: grown, gone, begun since, or with either of its lines damaged', async () => {
    const cwd = many()
    const [newest, killed] = ['newest', 'killed'].map((run) => join(cwd, 'results', `${run}.jsonl`)) as [
      string,
      string,
    ]
    writeRecordedRun(cwd, 'newest', { startedAt: '2028-01-01T00:00:00.000Z' })
    const lines = readFileSync(newest, 'utf8').trimEnd().split('\n')
    writeFileSync(newest, `${lines.slice(0, -1).join('\n')}\n`)
    writeFileSync(killed, '')
    await listRuns(cwd)
    const latest = async () => {
      const found = await latestRun(cwd)
      return `${found?.id} ${found?.state}`
    }
    expect(await latest()).toBe('newest unfinished')
    writeFileSync(newest, `${lines.at(-1)}\n`, { flag: 'a' })
    expect(await latest()).toBe('newest finished')
    const index = readFileSync(indexOf(cwd), 'utf8')
    for (const damaged of [index.slice(0, index.indexOf('\n') + 9), index.slice(9), index.slice(0, 9)]) {
      writeFileSync(indexOf(cwd), damaged)
      expect(await latest()).toBe('newest finished')
      expect(await listRuns(cwd)).toHaveLength(62)
    }
    rmSync(newest)
    expect(await latest()).toBe('run-59 finished')
    writeFileSync(killed, `${lines[0]?.replace('"newest"', '"killed"')}\n`)
    expect(await latest()).toBe('killed unfinished')
  })
})
