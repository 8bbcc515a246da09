import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { differenceBetween } from '../../src/why/ask-once.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const answer = (body: string, more = {}) => ({ status: 200, contentType: 'application/json', body, ...more })
const twice = (one: string, other = one) => [answer(one), answer(other)] as const

test('the same reply has no difference, another one has', () => {
  expect(differenceBetween(twice('{"n":1}'), answer('{"n":1}'))).toBeUndefined()
  expect(differenceBetween(twice('{"n":1}'), answer('{"n":2}'))).toBe('its reply is another one')
})

test('where a function never answers the same, keys and kinds are compared', () => {
  const own = twice('{"at":1,"items":[{"id":"a"}]}', '{"at":2,"items":[{"id":"b"}]}')
  expect(differenceBetween(own, answer('{"at":3,"items":[{"id":"c"},{"id":"d"}]}'))).toBeUndefined()
  expect(differenceBetween(own, answer('{"at":3}'))).toBe('its reply has another shape')
})

test('an error is quoted by its first line, and a status or a type is named', () => {
  expect(differenceBetween(twice('x'), { body: '', error: 'Runtime.X: boom\n at y' })).toBe('Runtime.X: boom')
  expect(differenceBetween(twice('x'), answer('x', { status: 500 }))).toBe('it answers 500 in place of 200')
  expect(differenceBetween(twice('x'), answer('x', { contentType: 'text/html' }))).toBe(
    'its reply is of type text/html in place of application/json',
  )
})

test('a function that never answers is waited for no longer than --timeout', async () => {
  const cwd = temporaryFolder()
  writeFileSync(
    join(cwd, 'hang.mjs'),
    'export const handler = () => new Promise(() => setInterval(() => {}, 1e3))',
  )
  const { code, stderr } = await runInProcess(
    ['why', './hang.mjs', '--timeout', '300ms', '--no-what-if', '--cold', '1'],
    { cwd },
  )
  expect(code).toBe(1)
  expect(stderr).toContain('No byte of a reply came within 300 ms.')
})
