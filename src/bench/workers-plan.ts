import type { BenchConfig } from '../config/bench-config.ts'
import { readResolvedConfig } from '../config/resolve-config.ts'
import type { RunHeader } from '../core/run-file.ts'
import { type LimitsByProvider, limitsOf } from '../plan/limits.ts'
import { planRun } from '../plan/make-plan.ts'
import type { Plan } from '../plan/plan.ts'
import { loadProvider } from '../providers/index.ts'
import { type PlacesById, scheduleProbes } from '../queue/vantage/schedule.ts'
import type { ProbeOrder, WorkOrder } from '../queue/vantage/work-order.ts'
import { refuseForWorkers } from './refuse-for-workers.ts'

/** What is allowed and usual for URLs. */
export async function urlLimits(): Promise<LimitsByProvider> {
  return limitsOf(new Map([['http', { provider: await loadProvider('http') }]]))
}

/**
 * The plan of a run that workers would measure: as long as the last due time is away, since one target's visits follow
 * one another wherever they are made. Where no places are named, from one that could be anywhere.
 * @throws ColdstartError `not-for-workers`
 */
export async function previewForWorkers(config: BenchConfig): Promise<Plan> {
  refuseForWorkers(config)
  const targets = (config.vantages ?? ['anywhere']).flatMap((vantage) =>
    config.targets.map(({ name, url }) => targetAt(name, url, vantage)),
  )
  const { plan } = planRun({ ...config, seed: config.seed ?? 0 }, targets, await urlLimits())
  const wallMs = lastDueMs(scheduleProbes('preview', plan.rounds, placesOf(targets), 0))
  return { ...plan, estimate: { ...plan.estimate, wallMs } }
}

/** When the last of these is due, in their time; 0 where there are none. A loop, because there may be a million. */
export function lastDueMs(probes: Iterable<ProbeOrder>): number {
  let last = 0
  for (const { dueMs } of probes) last = Math.max(last, dueMs)
  return last
}

/** A target as one vantage point has it. */
export function targetAt(name: string, url: string, vantage: string): RunHeader['targets'][number] {
  return { id: `${name}@${vantage}`, provider: 'http', platform: 'url', url, part: vantage }
}

function placesOf(targets: RunHeader['targets']): PlacesById {
  return new Map(
    targets.map(({ id, part = '' }) => [id, { target: id.slice(0, -part.length - 1), vantage: part }]),
  )
}

/** A run as its workers are told of it, and its jobs by sample, in the order of the plan. */
export interface PlannedForWorkers {
  readonly order: WorkOrder
  readonly probes: ReadonlyMap<string, ProbeOrder>
}

/** What the header says: the same for a run that begins and one that goes on. */
export async function planForWorkers(header: RunHeader): Promise<PlannedForWorkers> {
  const config = readResolvedConfig(header.config, header.run)
  const { plan } = planRun(config, header.targets, await urlLimits())
  const places = placesOf(header.targets)
  const startMs = Date.parse(header.startedAt)
  const all = scheduleProbes(header.run, plan.rounds, places, startMs)
  const { method, path, headers, expectStatus, expectType } = config
  const { connection, timeouts } = plan.settings
  const order: WorkOrder = {
    run: header.run,
    version: header.tool.version,
    targets: Object.fromEntries(config.targets.map(({ name, url }) => [name, url])),
    request: {
      ...(method !== undefined && { method }),
      ...(path !== undefined && { path }),
      ...(headers !== undefined && { headers: { ...headers } }),
      ...(expectStatus !== undefined && { status: [...expectStatus] }),
      ...(expectType !== undefined && { type: expectType }),
    },
    connection,
    timeouts: { ...timeouts },
  }
  return { order, probes: new Map([...all].map((probe) => [probe.sample, probe])) }
}
