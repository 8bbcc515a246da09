import type { ColdstartError } from '../../core/errors.ts'
import { badOption } from './bad-option.ts'

/** Words for usual schedules, which EventBridge does not know. */
const SHORTHANDS: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
}

/**
 * EventBridge's six-field cron out of the usual five fields: it adds the year, wants `?` for one of the two day
 * fields, and counts weekdays from Sunday = 1.
 * @returns `cron(0 5 * * ? *)`
 * @throws ColdstartError `lambda-bad-option`
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function toScheduleExpression(cron: string): string {
  const fields = (SHORTHANDS[cron.trim()] ?? cron).trim().split(/\s+/)
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields
  if (fields.length !== 5 || !fields.every((field) => /^[\w*,/-]+$/.test(field)))
    throw badSchedule(cron, 'it must have five fields')
  if (day !== '*' && weekday !== '*')
    throw badSchedule(cron, 'AWS takes either a day of the month or a day of the week')
  const days = weekday === '*' ? [day, '?'] : ['?', countFromSunday(weekday)]
  return `cron(${[minute, hour, days[0], month, days[1], '*'].join(' ')})`
}

/** `1-5` → `2-6`; names (MON) and steps stay as they are. */
function countFromSunday(weekday: string): string {
  return weekday
    .split(',')
    .map((part) => {
      const [range = '', step] = part.split('/')
      const shifted = range.replace(/\d+/g, (digit) => String((Number(digit) % 7) + 1))
      return step === undefined ? shifted : `${shifted}/${step}`
    })
    .join(',')
}

function badSchedule(cron: string, reason: string): ColdstartError {
  return badOption(
    `The schedule "${cron}" cannot be used: ${reason}.`,
    'Write it like "0 5 * * *": minute, hour, day, month, weekday, in UTC.',
  )
}
