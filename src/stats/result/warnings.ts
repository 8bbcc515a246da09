import type { Summary, Warning } from '../../core/result.ts'
import type { RunFile } from '../../core/run-file.ts'
import { groupOf } from '../../core/target.ts'
import type { TargetGroup } from './target-group.ts'

/** Below this share of intended colds that were cold, the reader is told before the figures mislead. */
const MOSTLY = 0.8

/** What a reader must know before believing the figures: cause and remedy, worst first. */
export function collectWarnings(
  runFile: RunFile,
  groups: readonly TargetGroup[],
  summaries: readonly Summary[],
): Warning[] {
  return [
    ...runWarnings(runFile),
    ...sharedInstanceWarnings(runFile),
    ...groups.flatMap((group, index) => groupWarnings(group, summaries[index] as Summary)),
  ]
}

function runWarnings({ footer, notes, samples }: RunFile): Warning[] {
  const warnings: Warning[] = []
  if (!footer)
    warnings.push({
      code: 'unfinished',
      message: `The run is not finished (${samples.length} samples so far). Go on with coldstart resume.`,
    })
  for (const kind of new Set(notes.map((note) => note.kind))) {
    const [first, ...more] = notes.filter((note) => note.kind === kind)
    const others = more.length > 0 ? ` (and ${more.length} more like it)` : ''
    if (first) warnings.push({ code: kind, message: `${first.message}${others}` })
  }
  return warnings
}

function groupWarnings({ table, name, notInferred, outliers }: TargetGroup, summary: Summary): Warning[] {
  const count = (flag: string) => table.rowsOf((kind) => kind.flags.includes(flag)).length
  const conflicts = table.rowsOf((kind) => kind.conflict).length
  const delayed = count('loop-delay')
  const slept = count('slept')
  const found: [boolean, string, string][] = [
    ...summary.cold.map((cold): [boolean, string, string] => [
      cold.observed < cold.intended * MOSTLY && cold.intended > cold.errors,
      'not-cold',
      `Only ${cold.observed} of ${cold.intended} invocations meant to be cold (${cold.coldBy}) were. ${
        cold.coldBy === 'idle' ? 'Wait longer, or force them with --cold-by evict where it can be done.' : ''
      }`.trim(),
    ]),
    [
      summary.cold.some(({ inferred }) => inferred > 0),
      'inferred',
      'Which invocations were cold was inferred from latency; the function reports nothing about its instance.',
    ],
    [
      summary.unplannedCold > 0,
      'unplanned-cold',
      `${summary.unplannedCold} invocations meant to be warm met a new instance; they are in no warm figure.`,
    ],
    [
      conflicts > 0,
      'conflict',
      `On ${conflicts} invocations the platform and the instance disagree about the temperature.`,
    ],
    [
      delayed > 0,
      'loop-delay',
      `${delayed} invocations were measured while this machine was busy; repeat on a quiet one.`,
    ],
    [slept > 0, 'slept', `${slept} invocations were measured across a sleep of this machine.`],
    [
      summary.unknown > 0,
      'unknown',
      `${summary.unknown} of ${summary.invocations} invocations are of unknown temperature and in no figure${
        notInferred ? `: the function reports nothing about its instance, and ${notInferred}` : ''
      }.`,
    ],
  ]
  if (outliers.size > 0)
    found.push([
      true,
      'outliers',
      `${outliers.size} waits lie far outside the rest (5 robust SD on the log scale); they are flagged and in every figure.`,
    ])
  return found.flatMap(([is, code, message]) => (is ? [{ code, message, target: name }] : []))
}

/** Replicas must be independent cold domains; one instance seen under two of them says they are not. */
function sharedInstanceWarnings({ header, samples }: RunFile): Warning[] {
  const groups = new Map(header.targets.map((target) => [target.id, groupOf(target)]))
  const seen = new Map<string, string>()
  const shared = new Set<string>()
  for (const { target, instance } of samples) {
    if (!instance) continue
    const key = `${groups.get(target)} ${instance.id}`
    const before = seen.get(key)
    if (before === undefined) seen.set(key, target)
    else if (before !== target) shared.add(groups.get(target) ?? target)
  }
  return [...shared].map((target) => ({
    code: 'shared-instance',
    message:
      'Replicas were served by one instance, so their cold starts are not independent; they are merged.',
    target,
  }))
}
