import { expect, test } from 'vitest'
import type { ProbeError } from '../../src/core/probe-request.ts'
import { askUrls } from '../../src/run/ask-urls.ts'
import { openTargetBook } from '../../src/run/target-book.ts'
import { scriptedTarget } from '../support/scripted-platform.ts'
import { scriptRun } from '../support/scripted-run.ts'

const url = scriptedTarget('mine', { platform: 'url' })
const cloud = scriptedTarget('cloud')

function ask(config: Record<string, unknown>, failure?: ProbeError, signal = new AbortController().signal) {
  const run = scriptRun({ cold: 2, warm: 0, ...config }, [url, cloud])
  if (failure) run.platform.failNext('mine', failure)
  const providers = new Map([['scripted', run.platform.opened]])
  const book = openTargetBook({ targets: [url, cloud], deployments: [], providers })
  return { run, asked: askUrls(run.plan, book, run.platform.prober, signal) }
}

test('a URL is asked at once, before its first idle period; what is deployed is not', async () => {
  const { run, asked } = ask({ idle: '15m' })
  await asked
  expect(run.platform.log.map(({ target }) => target)).toEqual(['mine'])
  expect(run.clock.monotonicMs()).toBeLessThan(1000)
})

test.each<ProbeError>([
  { kind: 'dns', message: 'mine.test has no address' },
  { kind: 'status', message: 'The server answered 404.' },
])('one that does not answer ends the run before it begins: $kind', async (failure) => {
  const { asked } = ask({ idle: '15m' }, failure)
  await expect(asked).rejects.toMatchObject({
    code: 'url-does-not-answer',
    message: expect.stringContaining(failure.message.replace(/\.$/, '')),
  })
})

test('where the first request comes at once it is not asked beforehand', async () => {
  const { run, asked } = ask({ idle: '10ms' })
  await asked
  expect(run.platform.log).toEqual([])
})

test('what this machine was too slow to time says nothing of an address', async () => {
  const { asked } = ask({ idle: '15m' }, { kind: 'client', message: 'This machine stood still.' })
  await expect(asked).resolves.toBeUndefined()
})
