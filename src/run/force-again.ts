import { wayNamed } from '../cold/find-way.ts'
import type { Visit } from '../plan/plan.ts'
import { preparationOf, type RoundContext } from './prepare-visit.ts'
import type { Invocation } from './send-requests.ts'
import type { Session } from './session.ts'

/** True for the id of a further try, which no plan knows beforehand. */
export function isForcedAgain(sampleId: string): boolean {
  return /\.cold\.again\d+$/.test(sampleId)
}

/**
 * Where the visit's way says that a cold start which met a live instance is to be made again, does so. What was met
 * stays in the run as what it was; each further try is a sample of its own: `3.lambda.cold.again1`.
 */
export async function forceAgain(
  session: Session,
  visit: Visit,
  round: RoundContext,
  measureOne: (invocation: Invocation) => Promise<void>,
): Promise<void> {
  const way = visit.way && wayNamed(visit.way.coldBy)
  if (!visit.way || !way?.again) return
  for (let tries = 1; ; tries++) {
    const last = session.state.samplesOf(visit.target).findLast(({ id }) => id.startsWith(`${visit.id}.cold`))
    if (!last) return
    const id = `${visit.id}.cold.again${tries}`
    if (session.state.has(id)) continue
    if (!(await way.again(preparationOf(session, visit, visit.way, round), last, tries))) return
    await measureOne({ id, intended: 'cold', flags: ['forced-again'] })
  }
}
