import { z } from 'zod'
import { parseDuration } from '../core/duration.ts'

/** Longest time for a phase of one invocation, or for the whole of it, ms. */
export interface Timeouts {
  readonly connect?: number
  readonly tls?: number
  /** Request written → first byte of the reply. */
  readonly wait?: number
  readonly download?: number
  readonly total?: number
}

const PHASES = ['connect', 'tls', 'wait', 'download', 'total'] as const
const duration = z.union([z.number().nonnegative(), z.string()])
const byPhase = z.strictObject({
  connect: duration.exactOptional(),
  tls: duration.exactOptional(),
  wait: duration.exactOptional(),
  download: duration.exactOptional(),
  total: duration.exactOptional(),
})

/** `30s` (the wait for a reply), `connect=5s,wait=30s,total=60s`, or an object of the same names. */
export const timeouts = z.union([duration, byPhase]).transform((value, context): Timeouts => {
  if (typeof value === 'object') return inMilliseconds(value)
  const text = String(value)
  if (!text.includes('=')) return { wait: readMs(value) }
  const pairs = text.split(',').map((pair) => pair.trim().split('='))
  const unknown = pairs.find(([name]) => !(PHASES as readonly string[]).includes(name ?? ''))
  if (!unknown) return inMilliseconds(Object.fromEntries(pairs))
  context.addIssue({
    code: 'custom',
    message: `it has no phase "${unknown[0]}"; there are ${PHASES.join(', ')}`,
  })
  return z.NEVER
})

function inMilliseconds(values: Readonly<Record<string, string | number | undefined>>): Timeouts {
  const entries = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, readMs(value)] as const],
  )
  return Object.fromEntries(entries)
}

function readMs(value: string | number): number {
  return typeof value === 'number' ? value : parseDuration(value)
}
