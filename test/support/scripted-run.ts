import { benchConfig } from '../../src/config/bench-config.ts'
import type { RunEvent } from '../../src/core/run-event.ts'
import type { RunFile, RunHeader, RunLine } from '../../src/core/run-file.ts'
import type { Target } from '../../src/core/target.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { executePlan } from '../../src/run/execute-plan.ts'
import { addRecorded, createRunState } from '../../src/run/run-state.ts'
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
  /** @returns the run as its journal has it, behind what was recorded earlier */
  execute(overrides?: Partial<Changes>): Promise<RunFile>
}

/** What a test may want otherwise; targets and deployments are those of the header. */
type Changes = Omit<RunJob, 'earlier'> &
  Instruments &
  RunContext &
  Pick<PreparedTargets, 'providers'> & { readonly earlier: Pick<RunFile, 'samples' | 'notes'> }

/** Sets the scene of a run: its clock, platform, plan and header. Nothing happens until it is executed. */
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
    execute: ({ earlier, ...overrides } = {}) =>
      execute(earlier, {
        plan,
        header,
        providers: new Map([['scripted', platform.opened]]),
        prober: platform.prober,
        clock,
        journal: memoryJournal(lines),
        onEvent: (event: RunEvent) => void events.push(event),
        signal: controller.signal,
        ...overrides,
      }),
  }
}

async function execute(
  earlier: Changes['earlier'] | undefined,
  changed: Omit<Changes, 'earlier'>,
): Promise<RunFile> {
  const { targets, deployments = [] } = changed.header
  const written = [...(earlier?.notes ?? []), ...(earlier?.samples ?? []).map(asLine)]
  const journal = listeningJournal(changed.journal, written)
  const job = { ...changed, ...(earlier && { earlier: recorded(changed.header, earlier, changed.clock) }) }
  await executePlan(job, { ...changed, targets, deployments }, { ...changed, journal }, changed)
  return runFileOf(changed.header, written)
}

function asLine(sample: RunFile['samples'][number]): RunLine {
  return { type: 'sample', sample }
}

function recorded(header: RunHeader, { samples, notes }: Changes['earlier'], clock: Changes['clock']) {
  const state = createRunState(header)
  for (const note of notes) state.addNote(note)
  for (const sample of samples) addRecorded(state, sample, clock)
  return state
}

function listeningJournal(journal: Journal, written: RunLine[]): Journal {
  return {
    ...journal,
    async append(line) {
      await journal.append(line)
      written.push(line)
    },
  }
}

function runFileOf(header: RunHeader, lines: readonly RunLine[]): RunFile {
  const footer = lines.find((line) => line.type === 'footer')
  return {
    header,
    samples: lines.flatMap((line) => (line.type === 'sample' ? [line.sample] : [])),
    notes: lines.filter((line) => line.type === 'note'),
    ...(footer && { footer }),
  }
}

/** A journal that keeps its lines and needs no disk, so that virtual time stands still while it is written. */
export function memoryJournal(lines: RunLine[]): Journal {
  return {
    path: 'memory',
    async append(line) {
      lines.push(line)
    },
    async flush() {},
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
