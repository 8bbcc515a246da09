/**
 * The public API: what the CLI does, callable from code. Statistics alone are in `coldstart/stats`.
 * Nothing here reads flags, prints, or exits; time, environment and signals are arguments.
 */
export {
  type BenchEvent,
  type BenchOutcome,
  type BenchRequest,
  bench,
  type OnBenchEvent,
} from './bench/bench.ts'
export { type CompareOptions, compare } from './bench/compare.ts'
export { planBench } from './bench/dry-run.ts'
export { type HistoryRequest, history } from './bench/history.ts'
export type { KeepAliveFinding } from './bench/keep-alive-findings.ts'
export { type MergeOutcome, type MergeRequest, merge } from './bench/merge.ts'
export { type ReportRequest, report } from './bench/report.ts'
export { resume } from './bench/resume.ts'
export type { BenchContext } from './bench/session.ts'
export type { TakeDownEvent } from './bench/take-down.ts'
export type { BenchConfig } from './config/bench-config.ts'
export { resolveConfig } from './config/resolve-config.ts'
export type { Clock } from './core/clock.ts'
export type { Deployment, Resource } from './core/deployment.ts'
export { ColdstartError, isColdstartError } from './core/errors.ts'
export { type ExitCode, exitCodes } from './core/exit-codes.ts'
export { type Ledger, noLedger } from './core/ledger.ts'
export { type Logger, silentLogger } from './core/logger.ts'
export type { Interpretation, ProbeReply, ProbeRequest } from './core/probe-request.ts'
export { type BudgetVerdict, type Comparison, type Result, result as resultSchema } from './core/result.ts'
export type { OnRunEvent, RunEvent } from './core/run-event.ts'
export { type Environment, type RunFile, type RunHeader, type RunLine, runLine } from './core/run-file.ts'
export { type Sample, sample as sampleSchema } from './core/sample.ts'
export type { Distribution, Summary } from './core/summary.ts'
export { systemClock } from './core/system-clock.ts'
export type { Target } from './core/target.ts'
export { makePlan } from './plan/make-plan.ts'
export type { Plan } from './plan/plan.ts'
export type { Prober } from './probe/prober.ts'
export { startProber } from './probe/start-prober.ts'
export { type Connections, type OpenProvider, openConnections } from './providers/connections.ts'
export { loadProvider, providerIds } from './providers/index.ts'
export type { Connection, DeployPlan, DeploySpec, Provider, ProviderContext } from './providers/provider.ts'
export { reporters } from './reporters/index.ts'
export type { Reporter, ReportOptions } from './reporters/reporter.ts'
export { describeEnvironment } from './run/describe-environment.ts'
export { recordRun } from './run/record-run.ts'
export { resumeRun } from './run/resume-run.ts'
export { judgeBudgets } from './stats/budget/judge-budgets.ts'
export type { History, HistoryChange, HistoryLevel, SeriesHistory } from './stats/history/history.ts'
export { computeResult } from './stats/result/compute-result.ts'
export { readRunFile } from './store/read-run-file.ts'
