import { expect, it } from 'vitest'
import { runInProcess } from '../support/run-in-process.ts'

const base = ['bench', '--workers', 'redis://127.0.0.1:1']
const target = ['--target', 'mine=https://host.test/a']

it.each([
  ['nothing to measure', []],
  ['a function', ['./lambda.mjs']],
  ['a Lambda function', ['--target', 'mine=lambda:checkout']],
  ['a typed query value', ['--target', 'mine=https://host.test/?key=planted']],
  ['a typed query value after a variable', ['--target', 'mine=https://host.test/?a=env:KEY&b=env:planted-x']],
  ['a lone word as its query', ['--target', 'mine=https://host.test/?planted']],
  ['a typed password', ['--target', 'mine=https://me:planted@host.test/']],
  ['a typed header', [...target, '--header', 'authorization: planted']],
  ['a typed query in --path', [...target, '--path', '/b?key=planted']],
  ['a body', [...target, '--body', 'planted']],
  ['a way that must be forced', [...target, '--cold-by', 'evict']],
  ['a burst', [...target, '--burst', '5']],
  ['idle periods that grow', [...target, '--adaptive-idle']],
  ['a plan that is open', [...target, '--until-ci', '10%']],
  ['a provider', [...target, '--provider', 'lambda']],
  ['a queue that triggers', [...target, '--trigger', 'queue', '--redis', 'redis://127.0.0.1:1']],
])('workers are not handed %s, and it is not quoted', async (_, words) => {
  const { code, stderr } = await runInProcess([...base, ...words])
  expect({ code, stderr }).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('cannot be handed to workers'),
  })
  expect(stderr).not.toContain('planted')
})

it.each(['--vantages', '--accept-loss'])('%s is refused without --workers', async (flag) => {
  const value = flag === '--vantages' ? ['fra1'] : []
  const { code, stderr } = await runInProcess(['bench', ...target, flag, ...value])
  expect(code).toBe(2)
  expect(stderr).toContain('--workers was not given')
})
