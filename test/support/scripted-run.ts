import { benchConfig } from '../../src/config/bench-config.ts'
import type { RunEvent } from '../../src/core/run-event.ts'
import type { RunFile, RunHeader, RunLine } from '../../src/core/run-file.ts'
import type { Target } from '../../src/core/target.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { executePlan } from '../../src/run/execute-plan.ts'
import type { Instruments, RunContext, RunJob } from '../../src/run/session.ts'
import type { PreparedTargets } from '../../src/run/target-book.ts'
import type { Journal } from '../../src/store/journal.ts'
import { createScriptedPlatform, type PlatformBehaviour, type ScriptedPlatform } from './scripted-platform.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

/** A run on a virtual clock, from configuration to events, and everything one may want to look at. */
export interface ScriptedRun {
  readonly clock: VirtualClock
  readonly platform: ScriptedPlatform
  readonly plan: Plan
  readonly header: RunHeader
  readonly events: RunEvent[]
  readonly lines: RunLine[]
  readonly controller: AbortController
  execute(overrides?: Partial<Changes>): Promise<RunFile>
}

/** What a test may want otherwise; targets and deployments are those of the header. */
type Changes = RunJob & Instruments & RunContext & Pick<PreparedTargets, 'providers'>

export function scriptRun(
  config: Record<string, unknown>,
  targets: readonly Target[],
  behaviour: PlatformBehaviour = { keepAliveMs: 10 * 60_000 },
): ScriptedRun {
  const clock = createVirtualClock()
  const platform = createScriptedPlatform(clock, behaviour)
  const header = headerFor(config, targets)
  const plan = makePlan(benchConfig.parse(config), targets, new Map([['scripted', platform.provider.limits]]))
  const events: RunEvent[] = []
  const lines: RunLine[] = [header]
  const controller = new AbortController()
  return {
    clock,
    platform,
    plan,
    header,
    events,
    lines,
    controller,
    execute(overrides = {}) {
      const changed = {
        plan,
        header,
        providers: new Map([['scripted', platform.opened]]),
        prober: platform.prober,
        clock,
        journal: memoryJournal(lines),
        onEvent: (event: RunEvent) => void events.push(event),
        signal: controller.signal,
        ...overrides,
      }
      const { targets, deployments = [] } = changed.header
      return executePlan(changed, { ...changed, targets, deployments }, changed, changed)
    },
  }
}

/** A journal that keeps its lines and needs no disk, so that virtual time stands still while it is written. */
export function memoryJournal(lines: RunLine[]): Journal {
  return {
    path: 'memory',
    async append(line) {
      lines.push(line)
    },
    async close() {},
  }
}

export function headerFor(config: Record<string, unknown>, targets: readonly Target[]): RunHeader {
  return {
    type: 'header',
    schemaVersion: 1,
    tool: { name: 'coldstart', version: '0.0.0' },
    run: 'run-1',
    startedAt: '2026-11-23T00:00:00.000Z',
    seed: Number(config.seed ?? 0),
    config,
    environment: { node: '20.20.0', os: 'test', arch: 'x64', cpu: 'test', cpus: 2, memoryMb: 1024 },
    targets: [...targets],
  }
}
