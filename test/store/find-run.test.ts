import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findRun, findRunToResume } from '../../src/store/find-run.ts'
import { createJournal } from '../../src/store/journal.ts'
import { headerFor } from '../support/scripted-run.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ids = ['2026-11-01T000000-aaaa', '2026-11-02T000000-bbbb', '2026-11-03T000000-cccc']

/** Three runs of which the middle one is unfinished. */
async function threeRuns(): Promise<string> {
  const folder = join(temporaryFolder(), 'results')
  for (const [index, id] of ids.entries()) {
    const journal = await createJournal(join(folder, `${id}.jsonl`), headerFor({}, []))
    if (index !== 1)
      await journal.append({ type: 'footer', finishedAt: '2026-11-03T00:00:00.000Z', samples: 0 })
    await journal.close()
  }
  return folder
}

test('a run is found by its id, by the beginning of it, by its path, and as the latest', async () => {
  const folder = await threeRuns()
  const path = (id: string) => join(folder, `${id}.jsonl`)
  expect(await findRun(ids[0] ?? '', folder, '/')).toBe(path(ids[0] ?? ''))
  expect(await findRun('2026-11-02', folder, '/')).toBe(path(ids[1] ?? ''))
  expect(await findRun(path(ids[1] ?? ''), folder, '/')).toBe(path(ids[1] ?? ''))
  expect(await findRun('latest', folder, '/')).toBe(path(ids[2] ?? ''))
})

test('the latest run to go on with is the newest that is unfinished', async () => {
  const folder = await threeRuns()
  expect(await findRunToResume('latest', folder, '/')).toBe(join(folder, `${ids[1]}.jsonl`))
})

test('a run that is not there, or that is not the only one meant, is an error with a suggestion', async () => {
  const folder = await threeRuns()
  await expect(findRun('2026-11-01T000000-aaab', folder, '/')).rejects.toMatchObject({
    code: 'run-not-found',
    hint: `Did you mean ${ids[0]}?`,
  })
  await expect(findRun('2026-11', folder, '/')).rejects.toMatchObject({ code: 'run-not-found' })
  await expect(findRun('latest', join(folder, 'nowhere'), '/')).rejects.toMatchObject({
    code: 'run-not-found',
  })
})
