import { ColdstartError } from '../core/errors.ts'
import { type Plan, sampleIdsOf } from '../plan/plan.ts'
import { samplesAgain } from '../store/read-run-file.ts'
import type { RunState } from './run-state.ts'
import { isForcedAgain } from './take-visit.ts'

/**
 * A plan must account for every sample that was recorded, but for further tries at a cold start. Counted; the file is
 * read again only where the counts differ.
 * @param path of the run file
 * @throws ColdstartError `plan-changed` with the first sample that the plan does not have
 */
export async function refuseStraySamples(
  plan: Plan,
  state: RunState,
  run: string,
  path: string,
): Promise<void> {
  let planned = 0
  for (const id of plannedIds(plan)) if (state.has(id)) planned++
  if (planned === state.count) return
  const ids = new Set(plannedIds(plan))
  for await (const { id } of samplesAgain(path)) {
    if (ids.has(id) || isForcedAgain(id)) continue
    const reason = `its sample ${id} is not in the plan that this version makes of its configuration`
    throw new ColdstartError('plan-changed', { run, reason })
  }
}

function* plannedIds({ rounds }: Plan): Generator<string> {
  for (const { visits } of rounds) for (const visit of visits) yield* sampleIdsOf(visit)
}
