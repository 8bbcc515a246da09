import { wayNamed } from '../cold/find-way.ts'
import { groupOf } from '../core/target-groups.ts'
import { nameOfWay } from '../core/way-facts.ts'
import type { Visit } from '../plan/plan.ts'
import { decideStopping, describeMissed, describeStopping, type StoppingRule } from '../stats/index.ts'
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
  const waits = session.colds.coldWaits(group, visit.way)
  if (waits.length < stopRule.least) return false
  const decision = decideStopping(waits, rule)
  if (!decision.stop) return false
  const because =
    decision.because === 'precise'
      ? describeStopping(rule)
      : `sampling stopped at its maximum of ${rule.atMost} samples: ${describeMissed(decision.halfWidth, rule)}`
  await noteOnce(session, 'until-ci', `Cold by ${nameOfWay(visit.way)}: ${because}.`, group)
  return true
}
