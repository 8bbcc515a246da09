import { expect, it } from 'vitest'

it('the package can be imported by its name, statistics apart', async () => {
  const coldstart = await import('coldstart')
  expect(Object.keys(coldstart)).toEqual(
    expect.arrayContaining(['computeResult', 'loadProvider', 'makePlan', 'recordRun', 'startProber']),
  )
  const stats = await import('coldstart/stats')
  expect(stats.quantile).toBeTypeOf('function')
})
