import { readResolvedConfig } from '../config/resolve-config.ts'
import type { RunHeader } from '../core/run-file.ts'
import { type LimitsByProvider, limitsOf } from '../plan/limits.ts'
import { planRun } from '../plan/plan-run.ts'
import { loadProvider } from '../providers/index.ts'
import { scheduleProbes } from '../queue/vantage/schedule.ts'
import type { ProbeOrder, WorkOrder } from '../queue/vantage/work-order.ts'

/** What is allowed and usual for URLs. */
export async function urlLimits(): Promise<LimitsByProvider> {
  return limitsOf(new Map([['http', { provider: await loadProvider('http') }]]))
}

/** What the header says: the same for a run that begins and one that goes on. */
export async function planForWorkers(
  header: RunHeader,
): Promise<{ readonly order: WorkOrder; readonly probes: ReadonlyMap<string, ProbeOrder> }> {
  const config = readResolvedConfig(header.config, header.run)
  const { plan } = planRun(config, header.targets, await urlLimits())
  const places = new Map(
    header.targets.map(({ id, part = '' }) => [id, { target: id.slice(0, -part.length - 1), vantage: part }]),
  )
  const startMs = Date.parse(header.startedAt)
  const all = scheduleProbes(header.run, plan.rounds, places, startMs)
  const { method, path, headers, expectStatus, expectType } = config
  const { connection, timeouts } = plan.settings
  const order: WorkOrder = {
    run: header.run,
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
