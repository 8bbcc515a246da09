import { expect, it } from 'vitest'
import { runInProcess } from '../support/run-in-process.ts'

const words = ['worker', '--redis', 'redis://127.0.0.1:1', '--vantage', 'fra1', '--allow', 'https://a.test']

it.each(['0', '1ms', '999ms'])('a lock of %s, which a busy machine would lose, is refused', async (lock) => {
  const { code, stderr } = await runInProcess([...words, '--lock', lock])
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(`--lock ${lock}`) })
})

it.each(['--redis', '--vantage', '--allow'])('%s is needed', async (flag) => {
  const at = words.indexOf(flag)
  const { code, stderr } = await runInProcess([...words.slice(0, at), ...words.slice(at + 2)])
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(`${flag} is missing`) })
})
