import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ColdstartError } from '../../src/core/errors.ts'
import { baselinePath } from '../../src/store/baseline-folder.ts'
import { findResult, findRunToResume } from '../../src/store/find-recorded.ts'
import { lockFile } from '../../src/store/lock.ts'
import { writeRecordedRun } from '../support/recorded-run.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ids = ['2026-11-01T000000-aaaa', '2026-11-02T000000-bbbb', '2026-11-03T000000-cccc'] as const

/** Three runs of which the middle one is unfinished. */
function threeRuns(): { cwd: string; path: (id: string) => string } {
  const cwd = temporaryFolder()
  for (const [index, id] of ids.entries()) writeRecordedRun(cwd, id, { isFinished: index !== 1 })
  return { cwd, path: (id) => join(cwd, 'results', `${id}.jsonl`) }
}

const finders = [
  ['where a result is named', findResult, 'no-such-result'],
  ['where a run to resume is named', findRunToResume, 'run-not-found'],
] as const

describe.each(finders)('%s', (_where, find, missing) => {
  it('it is found by its id, by the beginning of it and by its path', async () => {
    const { cwd, path } = threeRuns()
    expect(await find(ids[0], cwd)).toBe(path(ids[0]))
    expect(await find('2026-11-02', cwd)).toBe(path(ids[1]))
    expect(await find(path(ids[1]), '/')).toBe(path(ids[1]))
    expect(await find(`results/${ids[1]}.jsonl`, cwd)).toBe(path(ids[1]))
  })

  it('one that is not there is an error with a suggestion', async () => {
    const { cwd } = threeRuns()
    await expect(find('2026-11-01T000000-aaab', cwd)).rejects.toMatchObject({
      code: missing,
      hint: `Did you mean ${ids[0]}?`,
    })
    await expect(find('latest', temporaryFolder())).rejects.toMatchObject({ code: missing })
    await expect(find('../results/2026', cwd)).rejects.toMatchObject({ code: missing })
  })

  it('the beginning of several names them, the newest of many', async () => {
    const { cwd } = threeRuns()
    await expect(find('2026-11', cwd)).rejects.toMatchObject({
      code: 'ambiguous-run',
      message: expect.stringContaining(ids.join(', ')),
    })
    for (let day = 10; day < 30; day++) writeRecordedRun(cwd, `2026-11-${day}T000000-dddd`)
    await expect(find('2026-11', cwd)).rejects.toMatchObject({
      message: expect.stringMatching(/2026-11-29T000000-dddd and 18 more/),
    })
  })

  it('a folder is no run file, and is refused by name where only a path can be meant', async () => {
    const { cwd } = threeRuns()
    await expect(find('results', cwd)).rejects.toMatchObject({ code: missing })
    await expect(find('./results', cwd)).rejects.toMatchObject({
      code: 'not-a-file',
      message: expect.stringContaining('is a folder'),
    })
  })
})

describe('a name of several things', () => {
  it('is a path before a baseline, a baseline before an id, a whole id before the beginning of another', async () => {
    const cwd = temporaryFolder()
    const run = writeRecordedRun(cwd, 'main')
    writeRecordedRun(cwd, 'main-2')
    expect(await findResult('main', cwd)).toBe(run)
    mkdirSync(join(cwd, '.coldstart', 'baselines'), { recursive: true })
    writeFileSync(baselinePath(cwd, 'main'), '{}')
    expect(await findResult('main', cwd)).toBe(baselinePath(cwd, 'main'))
    writeFileSync(baselinePath(cwd, 'main-'), '{}')
    expect(await findResult('main-', cwd)).toBe(baselinePath(cwd, 'main-'))
    writeFileSync(join(cwd, 'main'), '{}')
    expect(await findResult('main', cwd)).toBe(join(cwd, 'main'))
  })
})

describe('latest', () => {
  it.each(['2026-11-02', '2026-11-02T000000-bbbb', 'results/2026-11-02T000000-bbbb.json'])(
    'a run of which only the document is left is refused by that: %s',
    async (name) => {
      const { cwd, path } = threeRuns()
      rmSync(path(ids[1]))
      writeFileSync(join(cwd, 'results', `${ids[1]}.json`), '{}')
      await expect(findRunToResume(name, cwd)).rejects.toMatchObject({
        code: 'run-file-gone',
        message: expect.stringContaining(`(${join('results', ids[1])}.json)`),
      })
    },
  )

  it('of a run whose document is named the run file beside it is resumed, and other JSON is no run of which anything is left', async () => {
    const { cwd, path } = threeRuns()
    writeFileSync(join(cwd, 'results', `${ids[1]}.json`), '{}')
    expect(await findRunToResume(join('results', `${ids[1]}.json`), cwd)).toBe(path(ids[1]))
    writeFileSync(join(cwd, 'package.json'), '{}')
    expect(await findRunToResume('package.json', cwd)).toBe(join(cwd, 'package.json'))
  })

  it('is the run that was started last, whatever the dates of the files say', async () => {
    const cwd = temporaryFolder()
    const newest = writeRecordedRun(cwd, 'a', { startedAt: '2026-11-03T00:00:00.000Z' })
    writeRecordedRun(cwd, 'b', { startedAt: '2026-11-02T00:00:00.000Z' })
    const touched = writeRecordedRun(cwd, 'c', { startedAt: '2026-11-01T00:00:00.000Z' })
    utimesSync(touched, new Date('2030-01-01'), new Date('2030-01-01'))
    expect(await findResult('latest', cwd)).toBe(newest)
    await expect(findRunToResume('latest', cwd)).rejects.toMatchObject({
      code: 'run-finished',
      message: expect.stringContaining('latest run a'),
    })
  })

  it('is what is to be resumed only if it is unfinished, and names the one that is', async () => {
    const { cwd, path } = threeRuns()
    expect(await findResult('latest', cwd)).toBe(path(ids[2]))
    await expect(findRunToResume('latest', cwd)).rejects.toMatchObject({
      code: 'run-finished',
      message: `The latest run ${ids[2]} is finished; there is nothing to resume.`,
      hint: `The newest unfinished run is ${ids[1]}: coldstart resume ${ids[1]}.`,
    })
    rmSync(path(ids[2]))
    expect(await findRunToResume('latest', cwd)).toBe(path(ids[1]))
  })
})

describe('a run to resume that is not named', () => {
  it('is the newest unfinished one', async () => {
    const { cwd, path } = threeRuns()
    expect(await findRunToResume(undefined, cwd)).toBe(path(ids[1]))
  })

  it('is not one that is being measured', async () => {
    const { cwd, path } = threeRuns()
    const inUse = () => new ColdstartError('journal-in-use', { path: '' })
    const release = await lockFile(path(ids[1]), inUse)
    await expect(findRunToResume(undefined, cwd)).rejects.toMatchObject({
      code: 'nothing-to-resume',
      message: expect.stringContaining(ids[1]),
    })
    await release()
  })

  it('is an error where all are finished', async () => {
    const { cwd, path } = threeRuns()
    rmSync(path(ids[1]))
    await expect(findRunToResume(undefined, cwd)).rejects.toMatchObject({ code: 'nothing-to-resume' })
  })
})
