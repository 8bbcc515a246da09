import { expect, it } from 'vitest'
import { measure } from './support/run-case.ts'

const source = `console.log('loaded with', process.env.API_KEY)
exports.handler = async () => { console.log('called once more'); throw new Error('no such table') }
`

it('--debug prints the log of the environments, without the values of their variables', async () => {
  const { stderr } = await measure(
    { contract: 'lambda', function: 'index.js', files: { 'index.js': source } },
    { variables: { API_KEY: 'k3y-that-nobody-sees' }, words: ['--cold', '1', '--warm', '0', '--debug'] },
  )
  expect(stderr).toMatch(/debug: \S+\t.*\tINFO\tloaded with \[redacted\]/)
  expect(stderr).toMatch(/debug: .*called once more/)
  expect(stderr).toMatch(/debug: .*Invoke Error.*no such table/)
  expect(stderr).not.toContain('k3y-that-nobody-sees')
})
