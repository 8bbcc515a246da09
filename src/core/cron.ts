import { ColdstartError } from './errors.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS
/** 29 February on one weekday comes at most so many days later. */
const FARTHEST_DAYS = 366 * 28 + 8

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

/** Words for usual schedules. */
export const cronShorthands: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
}

/** The times of a schedule, in UTC. */
export interface Cron {
  /** The first due time after a moment, both epoch ms. */
  nextAfter(momentMs: number): number
}

interface Field {
  readonly least: number
  readonly most: number
  readonly names?: readonly string[]
}

const FIELDS: readonly Field[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: MONTHS },
  { least: 0, most: 7, names: WEEKDAYS },
]

/**
 * Reads five fields (minute, hour, day, month, weekday) as cron does: `*`, lists, ranges, steps, names. Where both days
 * are given, either is enough.
 * @throws ColdstartError `bad-cron`
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/crontab.html
 */
export function readCron(text: string): Cron {
  const words = (cronShorthands[text.trim()] ?? text).trim().split(/\s+/)
  if (words.length !== FIELDS.length)
    throw new ColdstartError('bad-cron', { text, reason: `it has ${words.length} fields and not five` })
  const [minutes, hours, days, months, weekdays] = FIELDS.map((field, index) =>
    readField(words[index] ?? '', field, text),
  ) as [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>]
  const [, , dayWord, , weekdayWord] = words
  const either = !dayWord?.startsWith('*') && !weekdayWord?.startsWith('*')
  const isDue = (date: Date) => {
    const isDay = days.has(date.getUTCDate())
    const isWeekday = weekdays.has(date.getUTCDay()) || (date.getUTCDay() === 0 && weekdays.has(7))
    return months.has(date.getUTCMonth() + 1) && (either ? isDay || isWeekday : isDay && isWeekday)
  }
  const minutesOfDay = [...hours].flatMap((hour) => [...minutes].map((minute) => hour * 60 + minute))
  minutesOfDay.sort((a, b) => a - b)
  return {
    nextAfter(momentMs) {
      const today = Math.floor(momentMs / DAY_MS) * DAY_MS
      for (let day = 0; day <= FARTHEST_DAYS; day++) {
        const midnightMs = today + day * DAY_MS
        if (!isDue(new Date(midnightMs))) continue
        const minute = minutesOfDay.find((one) => midnightMs + one * MINUTE_MS > momentMs)
        if (minute !== undefined) return midnightMs + minute * MINUTE_MS
      }
      throw new ColdstartError('bad-cron', { text, reason: 'no day is ever due' })
    },
  }
}

function readField(word: string, field: Field, text: string): Set<number> {
  const values = word.split(',').flatMap((part) => readPart(part, field, text))
  return new Set(values)
}

function readPart(part: string, { least, most, names }: Field, text: string): number[] {
  const bad = (reason: string) => new ColdstartError('bad-cron', { text, reason })
  const [, range = '', step = '1'] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? []
  const every = Number(step)
  if (range === '' || every < 1) throw bad(`"${part}" is not a value, a range or a step`)
  const numberOf = (word: string) => {
    const named = names?.indexOf(word.toUpperCase()) ?? -1
    const value =
      named >= 0 ? named + (names === MONTHS ? 1 : 0) : /^\d+$/.test(word) ? Number(word) : Number.NaN
    if (!(value >= least && value <= most)) throw bad(`"${word}" is not between ${least} and ${most}`)
    return value
  }
  const [from = '', to] = range.split('-')
  const first = range === '*' ? least : numberOf(from)
  const isOpen = range === '*' || (to === undefined && part.includes('/'))
  const last = isOpen ? most : numberOf(to ?? from)
  if (last < first) throw bad(`"${range}" ends before it begins`)
  return Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, index) => first + index * every)
}
