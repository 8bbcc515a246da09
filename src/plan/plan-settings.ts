import type { BenchConfig } from '../config/bench-config.ts'
import { DEFAULT_TIMEOUTS, type ProbeTimeouts } from '../probe/prober.ts'
import type { DecideRule, PlanSettings, StopRule } from './plan.ts'

/** With a stopping rule and no maximum of its own, a run may take this many cold starts. */
const DEFAULT_MOST_COLD = 100
/** With `--until-decided`: what shows a limit of 10 % at log-SD 0.2 in 99 of 100 runs of equal code (METHODOLOGY). */
const DEFAULT_MOST_PAIRS = 200
/** Below this the exact interval of a median is too wide to stop on (METHODOLOGY, sequential sampling). */
const LEAST_COLD_TO_STOP = 10
/** Downloads, look-ups and handshakes on top of the wait for a reply. */
const TOTAL_ALLOWANCE_MS = 30_000

/** How every invocation of the plan is made. */
export function readSettings(config: BenchConfig): PlanSettings {
  return {
    timeouts: readTimeouts(config.timeout),
    connection: config.connection,
    warmGapMs: config.warmGap,
    replicaGapMs: config.replicaGap,
    ...(config.vantage === undefined ? {} : { vantage: config.vantage }),
  }
}

/** How long a request may take, of `--timeout`. A total that was not asked for leaves room for everything that was. */
export function readTimeouts({ connect, tls, wait, download, total }: BenchConfig['timeout']): ProbeTimeouts {
  return {
    ...(connect === undefined ? {} : { connectMs: connect }),
    ...(tls === undefined ? {} : { tlsMs: tls }),
    ...(wait === undefined ? {} : { waitMs: wait }),
    ...(download === undefined ? {} : { downloadMs: download }),
    totalMs: total ?? (wait ?? DEFAULT_TIMEOUTS.waitMs) + TOTAL_ALLOWANCE_MS,
  }
}

/** What `--until-ci` and `--max-cold` say; undefined where the number of cold starts is fixed. */
export function readStopRule(config: BenchConfig): StopRule | undefined {
  if (config.untilCi === undefined) return undefined
  const most = config.maxCold ?? Math.max(config.cold, DEFAULT_MOST_COLD)
  return { within: config.untilCi, least: Math.min(most, LEAST_COLD_TO_STOP), most }
}

/** What `--until-decided` and `--max-cold` say; undefined where the number of cold starts is fixed. */
export function readDecideRule(config: BenchConfig): DecideRule | undefined {
  if (!config.untilDecided) return undefined
  const most = config.maxCold ?? Math.max(config.cold, DEFAULT_MOST_PAIRS)
  return { least: Math.min(most, config.cold), most }
}
