import { exitCodes } from '../exit-codes.ts'
import { groupLikeLines } from '../like-lines.ts'

/** Numbers that no honest statistic can be made of. */
export const statsErrors = {
  'not-a-number': (d: { index: number; value: number }) => ({
    message: `Sample ${d.index} is ${d.value}, which is not a measurement.`,
    hint: 'NaN and infinities are refused, never sorted. Look at the run file for that sample.',
    exitCode: exitCodes.failed,
  }),
  'not-sorted': (d: { index: number }) => ({
    message: `Sample ${d.index} is smaller than the one before it.`,
    hint: 'Sort first: sortSamples(values).',
    exitCode: exitCodes.failed,
  }),
  'no-samples': (d: { statistic: string }) => ({
    message: `There is no ${d.statistic} without samples.`,
    hint: 'Check n first: an empty set has no such figure, and zero would be wrong.',
    exitCode: exitCodes.failed,
  }),
  'not-positive': (d: { statistic: string; value: number }) => ({
    message: `A ${d.statistic} needs positive values, and one is ${d.value}.`,
    hint: 'Ratios of latencies are read on the log scale, where zero has no place. Compare differences instead.',
    exitCode: exitCodes.failed,
  }),
  'bad-probability': (d: { value: number }) => ({
    message: `${d.value} is not a probability.`,
    hint: 'Give a number from 0 to 1: 0.95 for the 95th percentile.',
    exitCode: exitCodes.failed,
  }),
  'bad-lifetime': (d: { aliveAt: number; goneAt: number }) => ({
    message: `An instance cannot be alive at ${d.aliveAt} and gone at ${d.goneAt}.`,
    hint: 'aliveAt is the longest idle period it survived, goneAt the first later one it did not.',
    exitCode: exitCodes.failed,
  }),
  'bad-budget': (d: { budget: string; column: number; reason: string; suggestion?: string | undefined }) => ({
    message: `The budget cannot be read at column ${d.column}: ${d.reason}.\n  ${d.budget}\n  ${' '.repeat(d.column - 1)}^`,
    hint: d.suggestion
      ? `Did you mean ${d.suggestion}?`
      : 'Write "cold.p95 < 800ms", "cold.p50 < baseline * 1.1", "penalty < 300ms" or "a.cold.p50 < b.cold.p50".',
    exitCode: exitCodes.usage,
  }),
  'no-baseline': (d: { budget: string }) => ({
    message: `The budget "${d.budget}" refers to a baseline, but none was given.`,
    hint: 'Name a saved one with --baseline, or measure both sides in one run: --against <revision>, or two functions.',
    exitCode: exitCodes.usage,
  }),
  'nothing-to-compare': (d: { names: readonly string[]; targets: readonly (readonly string[])[] }) => ({
    message: `These have no target in common: ${d.names
      .map((name, index) => `${name} has ${d.targets[index]?.join(', ') || 'none'}`)
      .join('; ')}.`,
    hint: 'Compare runs of the same targets, or runs of one target each.',
    exitCode: exitCodes.usage,
  }),
  'unlike-runs': (d: { differences: readonly string[] }) => ({
    message: `These cannot be compared fairly:\n${groupLikeLines(d.differences)
      .map((line) => `  ${line}`)
      .join('\n')}`,
    hint: 'Measure like with like, or compare them anyway with --force; the output then says so.',
    exitCode: exitCodes.usage,
  }),
  'no-such-result': (d: { name: string; suggestion?: string | undefined }) => ({
    message: `There is no run file, baseline or recorded run "${d.name}".`,
    hint: d.suggestion
      ? `Did you mean ${d.suggestion}?`
      : 'Give a path, the name of a baseline (coldstart baseline list), the id of a run or the beginning of it, or latest (the newest run).',
    exitCode: exitCodes.usage,
  }),
  'not-a-result': (d: { path: string; reason: string }) => ({
    message: `${d.path} is not a result of coldstart: ${d.reason}.`,
    hint: 'Give a run file (.jsonl) or a result document (--format json).',
    exitCode: exitCodes.usage,
  }),
  'in-baseline-already': (d: { name: string; run: string }) => ({
    message: `The baseline ${d.name} already holds run ${d.run}. Counting one run twice would make runs look more alike than they are.`,
    hint: `Save another run, or start the baseline anew with this one alone: coldstart baseline save ${d.name} ${d.run} --force.`,
    exitCode: exitCodes.usage,
  }),
  'bad-baseline-name': (d: { name: string; isReserved?: true }) => ({
    message: `"${d.name}" cannot be the name of a baseline${d.isReserved ? ': Windows keeps that name for a device, so no file can have it there' : ''}.`,
    hint: 'Use letters, digits, dots, dashes and underscores, beginning with a letter or digit; latest is taken.',
    exitCode: exitCodes.usage,
  }),
}
