import { expect, it } from 'vitest'
import { isExpectedStatus, listStatuses, STATUS_WORDS } from '../../src/core/expected-status.ts'

it.each([
  [404, ['404'], true],
  [404, ['200', '404'], true],
  [204, ['2xx'], true],
  [302, ['2xx'], false],
  [502, ['500-503'], true],
  [504, ['500-503'], false],
  [200, [], false],
  [undefined, ['2xx'], false],
])('status %s is among %j: %s', (status, expected, answer) => {
  expect(isExpectedStatus(status, expected)).toBe(answer)
})

it.each([
  ['404', true],
  ['2xx', true],
  ['500-503', true],
  ['99', false],
  ['600', false],
  ['2XX', false],
  ['ok', false],
])('%s is the word of a status: %s', (words, answer) => {
  expect(STATUS_WORDS.test(words)).toBe(answer)
})

it('lists them as a sentence does', () => {
  expect(listStatuses(['404'])).toBe('404')
  expect(listStatuses(['200', '404', '5xx'])).toBe('200, 404 or 5xx')
})
