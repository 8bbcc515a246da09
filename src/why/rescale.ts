import type { LoadReport } from '../core/load-report.ts'
import type { MeasuredStart } from '../core/why-report.ts'
import { scale } from './load-phases.ts'

/** The same shares of another load: that of the start whose parts are shown beside them. */
export function rescale(load: LoadReport, { breakdown }: MeasuredStart): LoadReport {
  const startMs = breakdown?.loadMs
  const { inFirstCallMs = 0 } = load
  if (startMs === undefined || load.loadMs <= inFirstCallMs) return load
  const factor = startMs / (load.loadMs - inFirstCallMs)
  const timed = <Timed extends Pick<LoadReport['rows'][number], 'phases' | 'selfMs' | 'totalMs'>>(
    one: Timed,
  ): Timed => ({
    ...one,
    phases: scale(one.phases, factor),
    selfMs: one.selfMs * factor,
    totalMs: one.totalMs * factor,
  })
  return {
    ...load,
    modules: load.modules.map(timed),
    rows: load.rows.map(timed),
    duplicates: load.duplicates.map((one) => ({
      ...one,
      copies: one.copies.map((copy) => ({ ...copy, selfMs: copy.selfMs * factor })),
    })),
    loadMs: load.loadMs * factor,
    ...(inFirstCallMs > 0 && { inFirstCallMs: inFirstCallMs * factor }),
    loaderMs: load.loaderMs * factor,
  }
}
