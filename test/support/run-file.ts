import type { RunFile, RunHeader } from '../../src/core/run-file.ts'
import type { Sample } from '../../src/core/sample.ts'
import type { Target } from '../../src/core/target.ts'

let made = 0

/** A target of the local engine unless `changes` say otherwise. */
export function targetOf(id: string, changes: Partial<Target> = {}): Target {
  return { id, provider: id, platform: 'local', url: 'http://127.0.0.1:1/', ...changes }
}

/** A proven cold sample by idle; `changes` replace any part. */
export function coldSample(target: string, waitMs: number, changes: Partial<Sample> = {}): Sample {
  made++
  return {
    id: `s${made}`,
    target,
    round: made,
    intended: 'cold',
    coldBy: 'idle',
    plannedIdleMs: 400,
    observed: 'cold',
    evidence: 'instance',
    startedAt: '2026-11-23T15:42:00.000Z',
    connection: 'fresh',
    phases: { connectMs: 0.1, waitMs, totalMs: waitMs + 1 },
    instance: { id: `i${made}`, invocation: 1 },
    ...changes,
  }
}

/** A proven warm sample on instance `instance`. */
export function warmSample(
  target: string,
  waitMs: number,
  instance: string,
  changes: Partial<Sample> = {},
): Sample {
  const { coldBy: _by, plannedIdleMs: _idle, ...sample } = coldSample(target, waitMs)
  return {
    ...sample,
    intended: 'warm',
    observed: 'warm',
    instance: { id: instance, invocation: 2 },
    ...changes,
  }
}

/** A finished run of these samples; targets are made from the names that occur. */
export function runFileOf(samples: readonly Sample[], header: Partial<RunHeader> = {}): RunFile {
  const names = [...new Set(samples.map(({ target }) => target))]
  return {
    header: {
      type: 'header',
      schemaVersion: 1,
      tool: { name: 'coldstart', version: '0.0.0' },
      run: '2026-11-23T154200-abcd',
      startedAt: '2026-11-23T15:42:00.000Z',
      seed: 1,
      config: {},
      environment: { node: 'v20.20.2', os: 'linux 6.1', arch: 'x64', cpu: 'test', cpus: 2, memoryMb: 1024 },
      targets: names.map((name) => targetOf(name)),
      ...header,
    },
    samples,
    notes: [],
    footer: { type: 'footer', finishedAt: '2026-11-23T15:43:00.000Z', samples: samples.length },
  }
}

/** Waits 100, 101, … × `factor`: `n` distinct values in a narrow range. */
export function waitsOf(n: number, factor = 1): number[] {
  return Array.from({ length: n }, (_, index) => (100 + index) * factor)
}
