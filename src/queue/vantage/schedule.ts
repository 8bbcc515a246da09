import { coldSampleIds, type Round, type Visit, warmSampleIds } from '../../plan/plan.ts'
import type { ProbeOrder } from './work-order.ts'

/** What a cold start and each warm invocation after it are given before the next idle period begins. */
const COLD_MS = 1000
const WARM_MS = 250

/** Which target is measured from where, by the id that the plan has for the pair. */
export type PlacesById = ReadonlyMap<string, { readonly target: string; readonly vantage: string }>

/**
 * The jobs of a plan with absolute due times, in the plan's order. All vantage points share a target's instances, so its
 * visits come one after the other wherever they are made, each an idle period after the one before; targets begin at
 * moments that are spread over the first idle period, so that a worker is not wanted by all of them at once.
 * @param startMs when the run began, epoch ms
 */
export function* scheduleProbes(
  run: string,
  rounds: Iterable<Round>,
  places: PlacesById,
  startMs: number,
): Generator<ProbeOrder> {
  const targets = [...new Set([...places.values()].map(({ target }) => target))]
  const indexOf = new Map(targets.map((target, index) => [target, index]))
  const freeAt = new Map<string, number>()
  for (const { visits } of rounds)
    for (const visit of visits) {
      const place = places.get(visit.target)
      if (!place) throw new Error(`The plan names ${visit.target}, which is measured from nowhere.`)
      const idleMs = visit.way?.plannedIdleMs ?? 0
      const offsetMs = ((indexOf.get(place.target) ?? 0) / targets.length) * idleMs
      const dueMs = Math.round((freeAt.get(place.target) ?? startMs + offsetMs) + idleMs)
      freeAt.set(place.target, dueMs + COLD_MS + visit.warm * WARM_MS)
      yield* probesOf(run, visit, place, dueMs)
    }
}

function* probesOf(
  run: string,
  visit: Visit,
  place: { readonly target: string; readonly vantage: string },
  dueMs: number,
): Generator<ProbeOrder> {
  const { way, round, target: at } = visit
  const common = { run, ...place, at, round }
  const idle = way?.plannedIdleMs === undefined ? {} : { plannedIdleMs: way.plannedIdleMs }
  let after: string | undefined
  for (const sample of coldSampleIds(visit)) {
    yield { ...common, sample, intended: 'cold', ...(way && { coldBy: way.coldBy }), ...idle, dueMs }
    after = sample
  }
  for (const [index, sample] of warmSampleIds(visit).entries()) {
    const due = dueMs + COLD_MS + index * WARM_MS
    yield { ...common, sample, intended: 'warm', dueMs: due, ...(after !== undefined && { after }) }
    after = sample
  }
}
