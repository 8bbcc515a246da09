import { Cron } from 'croner'
import { ColdstartError, messageOf } from '../core/errors.ts'

const FIELDS = 5

/** The times of a schedule, in UTC. */
export interface Schedule {
  /**
   * The first due time after a moment, both epoch ms.
   * @throws ColdstartError `bad-cron` where no day is ever due
   */
  nextAfter(momentMs: number): number
}

/**
 * Reads five fields (minute, hour, day, month, weekday) or a word like `@daily`. Where both days are given, either is
 * enough.
 * @throws ColdstartError `bad-cron`
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/crontab.html
 */
export function readCron(text: string): Schedule {
  const words = text.trim().split(/\s+/)
  // croner takes a date too, which is due once.
  if (words.length !== FIELDS && !/^@[a-z]+$/i.test(text.trim()))
    throw new ColdstartError('bad-cron', { text, reason: `it has ${words.length} fields and not five` })
  const cron = parse(text.trim())
  return {
    nextAfter(momentMs) {
      const next = cron.nextRun(new Date(momentMs))
      if (!next) throw new ColdstartError('bad-cron', { text, reason: 'no day is ever due' })
      return next.getTime()
    },
  }
}

function parse(text: string): Cron {
  try {
    return new Cron(text, { timezone: 'UTC', mode: '5-part', sloppyRanges: true })
  } catch (error) {
    throw new ColdstartError('bad-cron', { text, reason: messageOf(error).replace(/^CronPattern: /, '') })
  }
}
