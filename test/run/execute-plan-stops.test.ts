import { expect, test } from 'vitest'
import { scriptedTarget } from '../support/scripted-platform.ts'
import { scriptRun } from '../support/scripted-run.ts'
import { three } from './support/three-targets.ts'

test('a target that only fails is visited no more after three failures, and the note says why', async () => {
  const run = scriptRun({ cold: 4, warm: 8, idle: '11m', seed: 1 }, three)
  for (let time = 0; time < 50; time++)
    run.platform.failNext('b', { kind: 'timeout', message: 'no reply within 60 s' })
  const { samples, notes, footer } = await run.execute({ isReachable: async () => true })
  expect(samples.filter(({ target }) => target === 'b')).toHaveLength(3)
  expect(samples.filter(({ target }) => target === 'a')).toHaveLength(12)
  expect(notes.map(({ kind, target }) => ({ kind, target }))).toEqual([
    { kind: 'target-given-up', target: 'b' },
  ])
  expect(footer).toBeDefined()
})

test('with a stopping rule a function is left alone once its median is known, and the note names the rule', async () => {
  const run = scriptRun({ cold: 10, maxCold: 60, warm: 0, idle: '11m', untilCi: '10%', seed: 6 }, three)
  const { samples, notes } = await run.execute()
  expect(samples).toHaveLength(30)
  expect(notes.map(({ kind }) => kind)).toEqual(['until-ci', 'until-ci', 'until-ci'])
  expect(notes[0]?.message).toMatch(/within ± 10 %, after 10 to 60 samples/)
})

test('a stopping rule holds for a silent function too: its cold starts are inferred as they come', async () => {
  const run = scriptRun({ cold: 10, maxCold: 60, warm: 30, idle: '11m', untilCi: '10%', seed: 6 }, [
    scriptedTarget('a'),
  ])
  const { opened } = run.platform
  const silent = { ...opened, connection: { ...opened.connection, interpret: () => ({}) } }
  const { samples, notes } = await run.execute({ providers: new Map([['scripted', silent]]) })
  expect(samples.filter(({ intended }) => intended === 'cold')).toHaveLength(10)
  expect(notes.map(({ kind }) => kind)).toEqual(['until-ci'])
})
