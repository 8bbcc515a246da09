import type { PlannedWay } from '../cold/cold-way.ts'
import { wayNamed } from '../cold/find-way.ts'
import type { Sample } from '../core/sample.ts'
import { groupOf } from '../core/target-groups.ts'
import { nameOfWay } from '../core/way-facts.ts'
import type { Visit } from '../plan/plan.ts'
import {
  classifySilent,
  decideStopping,
  describeMissed,
  describeStopping,
  median,
  type SortedSamples,
  type StoppingRule,
  sortSamples,
} from '../stats/index.ts'
import { noteOnce, type Session } from './session.ts'

/**
 * True when the cold starts of a visit's function, brought about in its way, are known well enough (`--until-ci`)
 * or have reached their maximum; says so in a note the first time.
 */
export async function isKnownWellEnough(session: Session, visit: Visit): Promise<boolean> {
  const { stopRule } = session.job.plan
  if (!stopRule || !visit.way || wayNamed(visit.way.coldBy).isOpening) return false
  const group = groupOf(session.targets.target(visit.target))
  const rule: StoppingRule = { within: stopRule.within, atLeast: stopRule.least, atMost: stopRule.most }
  const decision = decideStopping(coldWaits(session, group, visit.way), rule)
  if (!decision.stop) return false
  const because =
    decision.because === 'precise'
      ? describeStopping(rule)
      : `sampling stopped at its maximum of ${rule.atMost} samples: ${describeMissed(decision.halfWidth, rule)}`
  await noteOnce(session, 'until-ci', `Cold by ${nameOfWay(visit.way)}: ${because}.`, group)
  return true
}

/** Waits of the cold starts so far, ms; of bursts one median each, since their replies share a moment. */
function coldWaits(session: Session, group: string, way: PlannedWay): SortedSamples {
  const own = session.state.samples.filter(({ target }) => groupOf(session.targets.target(target)) === group)
  const colds = classifySilent(own).filter((sample) => isColdOf(sample, way))
  const waits = (samples: readonly Sample[]) =>
    sortSamples(samples.flatMap(({ phases }) => phases.waitMs ?? []))
  if (!wayNamed(way.coldBy).cluster) return waits(colds)
  const bursts = new Map<string, Sample[]>()
  for (const cold of colds) {
    const key = `${cold.round} ${cold.target}`
    bursts.set(key, [...(bursts.get(key) ?? []), cold])
  }
  return sortSamples([...bursts.values()].map((burst) => median(waits(burst))))
}

function isColdOf(sample: Sample, way: PlannedWay): boolean {
  if (sample.observed !== 'cold' || sample.error || sample.coldBy !== way.coldBy) return false
  return (
    way.plannedIdleMs === undefined ||
    way.growsToMs !== undefined ||
    sample.plannedIdleMs === way.plannedIdleMs
  )
}
