import { describe, expect, it } from 'vitest'
import { readCron } from '../../src/cli/read-cron.ts'

function dueAfter(cron: string, moment: string): string {
  return new Date(readCron(cron).nextAfter(Date.parse(moment))).toISOString()
}

describe('readCron', () => {
  it.each([
    ['0 3 * * *', '2026-11-28T02:59:59.999Z', '2026-11-28T03:00:00.000Z'],
    ['0 3 * * *', '2026-11-28T03:00:00.000Z', '2026-11-29T03:00:00.000Z'],
    ['*/5 * * * *', '2026-11-28T14:12:01.000Z', '2026-11-28T14:15:00.000Z'],
    ['59 23 31 12 *', '2026-11-28T00:00:00.000Z', '2026-12-31T23:59:00.000Z'],
    ['0 0 * * 0', '2026-11-28T00:00:00.000Z', '2026-11-29T00:00:00.000Z'],
    ['0 0 * * 7', '2026-11-28T00:00:00.000Z', '2026-11-29T00:00:00.000Z'],
    ['0 9 * * MON-FRI', '2026-11-28T00:00:00.000Z', '2026-11-30T09:00:00.000Z'],
    ['0,30 8-10/2 * jan *', '2026-11-28T00:00:00.000Z', '2027-01-01T08:00:00.000Z'],
    ['10/20 0 * * *', '2026-11-28T00:11:00.000Z', '2026-11-28T00:30:00.000Z'],
    ['0 0 29 2 *', '2026-11-28T00:00:00.000Z', '2028-02-29T00:00:00.000Z'],
    ['@hourly', '2026-11-28T23:30:00.000Z', '2026-11-29T00:00:00.000Z'],
  ])('%s after %s is due at %s', (cron, moment, due) => {
    expect(dueAfter(cron, moment)).toBe(due)
  })

  it('takes either day where a day of the month and a weekday are both given', () => {
    expect(dueAfter('0 0 15 * MON', '2026-11-28T00:00:00.000Z')).toBe('2026-11-30T00:00:00.000Z')
    expect(dueAfter('0 0 1 * MON', '2026-11-30T00:00:00.000Z')).toBe('2026-12-01T00:00:00.000Z')
  })

  it.each([
    '',
    '* * * *',
    '0 0 0 * * *',
    '2026-12-01T00:00:00',
    '@never',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '*/0 * * * *',
    '5-1 * * * *',
    'x * * * *',
    '1,,2 * * * *',
  ])('refuses "%s"', (cron) => {
    expect(() => readCron(cron)).toThrow(expect.objectContaining({ code: 'bad-cron' }))
  })

  it('says so where no day is ever due', () => {
    expect(() => readCron('0 0 31 2 *').nextAfter(0)).toThrow(expect.objectContaining({ code: 'bad-cron' }))
  })
})
