import { formatDuration } from '../../core/duration.ts'
import { groupLikeMessages } from '../../core/like-messages.ts'
import type { Warning } from '../../core/result.ts'
import type { RunFooter, RunNote } from '../../core/run-file.ts'
import type { ColdSummary, Summary } from '../../core/summary.ts'
import { median } from '../quantile.ts'
import { decideStopping, describeMissed } from '../sequential-stopping.ts'
import { sortSamples } from '../sorted-samples.ts'
import { lostWarning } from './lost-replies.ts'
import { measurementWarnings } from './measurement-warnings.ts'
import { findSharedInstances } from './shared-instances.ts'
import type { TargetGroup } from './target-group.ts'
import { many, when } from './warning-words.ts'

/** Below this share of intended colds that were cold, the reader is told before the figures mislead. */
const MOSTLY = 0.8

/** What of a run warnings are told by. */
export interface RunFacts {
  readonly footer: RunFooter | undefined
  readonly notes: readonly RunNote[]
  readonly samples: number
  /** The precision that `--until-ci` asked for, as a share. */
  readonly untilCi?: number
}

/** What a reader must know before believing the figures: cause and remedy, of the run first, then of each target. */
export function collectWarnings(
  facts: RunFacts,
  groups: readonly TargetGroup[],
  summaries: readonly Summary[],
): Warning[] {
  return [
    ...runWarnings(facts),
    ...groups.flatMap((group, index) => {
      const summary = summaries[index] as Summary
      const found = [
        ...sharedWarnings(group),
        ...temperatureWarnings(group, summary),
        ...measurementWarnings(group),
        ...group.coldWays.flatMap((way) => lostWarning(`cold (${way.coldBy})`, way)),
        ...lostWarning('warm', group.warm),
        ...precisionWarnings(group, facts.untilCi),
      ]
      return found.map((warning) => ({ ...warning, target: group.name }))
    }),
  ]
}

function runWarnings({ footer, notes, samples }: RunFacts): Warning[] {
  const unfinished = {
    code: 'unfinished',
    message: `The run is not finished (${samples} samples so far). Go on with coldstart resume.`,
  }
  const noted = notedWarnings(notes)
  return footer ? noted : [unfinished, ...noted]
}

/** Notes of one kind, subject and cause are one warning; another cause is never hidden behind the first. */
function notedWarnings(notes: readonly RunNote[]): Warning[] {
  const subjects = new Map(notes.map((note) => [`${note.kind} ${note.target ?? ''}`, note]))
  return [...subjects.values()].flatMap(({ kind, target }) => {
    const own = notes.filter((note) => note.kind === kind && note.target === target)
    return groupLikeMessages(own.map(({ message }) => message)).map(({ message, count }) => ({
      code: kind,
      message: count > 1 ? `${message} (and ${count - 1} more like it)` : message,
      ...(target === undefined ? {} : { target }),
    }))
  })
}

function temperatureWarnings({ table, notInferred, coldWays }: TargetGroup, summary: Summary): Warning[] {
  const { cold, unplannedCold, unknown, invocations, warmInferred = 0 } = summary
  const conflicts = table.rowsOf((kind) => kind.conflict).length
  const reason = whyUnknown(notInferred, warmInferred > 0)
  return [
    ...cold.filter(isMostlyNotCold).map((one) => notCold(one, coldWays, warmInferred > 0)),
    ...when(
      cold.some(({ inferred }) => inferred > 0),
      'inferred',
      'Which invocations were cold was inferred from latency; the function reports nothing about its instance.',
    ),
    ...when(
      warmInferred > 0 && cold.every(({ inferred }) => inferred === 0),
      'inferred',
      'That invocations were warm was inferred, since each followed a reply at once; the function reports nothing about its instance.',
    ),
    ...when(
      unplannedCold > 0,
      'unplanned-cold',
      `${many(unplannedCold, 'invocation')} meant to be warm met a new instance, and count in no warm figure.`,
    ),
    ...when(
      conflicts > 0,
      'conflict',
      `On ${many(conflicts, 'invocation')} the platform and the instance disagree about the temperature.`,
    ),
    ...when(
      unknown > 0,
      'unknown',
      `${unknown} of ${invocations} invocations are of unknown temperature and in no cold or warm figure${reason}.${medianOfUnknown(table)}`,
    ),
  ]
}

function whyUnknown(notInferred: string | undefined, isSilent: boolean): string {
  const silence = ': the function reports nothing about its instance, and '
  if (notInferred) return `${silence}telling cold from warm by latency ${notInferred}`
  return isSilent
    ? `${silence}a wait between its warm replies and what idling alone may explain is neither, nor one while this machine was busy`
    : ''
}

/** What can still be said of them: that they were measured, and how long they took. */
function medianOfUnknown(table: TargetGroup['table']): string {
  const rows = table.rowsOf(({ observed, error }) => observed === 'unknown' && error === undefined)
  const waits = Float64Array.from(rows, (row) => table.wait.at(row)).filter((wait) => !Number.isNaN(wait))
  if (waits.length === 0) return ''
  return ` Their median wait is ${formatDuration(median(sortSamples(waits)))}.`
}

/** Ways of getting cold that ended before the precision asked for, whatever ended them. */
function precisionWarnings({ coldWays }: TargetGroup, within: number | undefined): Warning[] {
  if (within === undefined) return []
  return coldWays
    .filter(({ coldBy }) => coldBy !== 'first')
    .flatMap(({ coldBy, plannedIdleMs, independent }) => {
      const { halfWidth } = decideStopping(independent, { within, atMost: 0 })
      if (halfWidth !== undefined && halfWidth <= within) return []
      const idle = plannedIdleMs === undefined ? '' : ` ${formatDuration(plannedIdleMs)}`
      return [
        {
          code: 'until-ci-missed',
          message: `Cold by ${coldBy}${idle}: --until-ci was not reached with n = ${independent.length}: ${describeMissed(halfWidth, { within })}.`,
        },
      ]
    })
}

function sharedWarnings({ table }: TargetGroup): Warning[] {
  const message =
    'Replicas were served by one instance, so their cold starts are not independent; they are merged.'
  return when(findSharedInstances(table), 'shared-instance', message)
}

function isMostlyNotCold(cold: ColdSummary): boolean {
  return knownOf(cold) > 0 && cold.observed < (cold.intended - cold.unknown) * MOSTLY
}

/** Intended colds whose temperature is known; of the others nothing is said but that. */
function knownOf({ intended, errors, unknown }: ColdSummary): number {
  return intended - errors - unknown
}

function notCold(cold: ColdSummary, ways: TargetGroup['coldWays'], isInferred: boolean): Warning {
  const { observed, intended, coldBy, unknown } = cold
  const advice = ways.find((way) => way.coldBy === coldBy)?.facts.remedy
  const remedy = advice ? ` ${advice}` : ''
  const basis = isInferred ? ', as inferred from latency' : ''
  return {
    code: 'not-cold',
    message:
      unknown > 0
        ? `Only ${observed} of the ${knownOf(cold)} invocations meant to be cold (${coldBy}) whose temperature is known were${basis}; of ${unknown} it is not.${remedy}`
        : `Only ${observed} of ${intended} invocations meant to be cold (${coldBy}) were${basis}.${remedy}`,
  }
}
