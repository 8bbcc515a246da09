import { z } from 'zod'
import type { ProbeReply, ProbeRequest } from '../../src/core/probe-request.ts'
import type { Target } from '../../src/core/target.ts'
import type { Prober } from '../../src/probe/prober.ts'
import type { OpenProvider } from '../../src/providers/connections.ts'
import type { Connection, Provider } from '../../src/providers/provider.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** A platform on a virtual clock that keeps instances for a while; every invocation is in `log`. */
export interface ScriptedPlatform {
  readonly prober: Prober
  readonly provider: Provider
  readonly opened: OpenProvider
  readonly log: { readonly target: string; readonly atMs: number; readonly cold: boolean }[]
  /** What happens instead of the next reply of that target. */
  failNext(target: string, error: NonNullable<ProbeReply['error']>): void
  /** Called before each request is answered. */
  beforeReply?: (target: string) => void | Promise<void>
}

export interface PlatformBehaviour {
  readonly keepAliveMs: number
  readonly coldMs?: number
  readonly warmMs?: number
}

interface Instance {
  readonly id: string
  invocations: number
  lastAtMs: number
  readonly startedAt: string
}

/** A platform whose replies take the time of a cold start or of a warm invocation, and nothing else. */
export function createScriptedPlatform(clock: VirtualClock, behaviour: PlatformBehaviour): ScriptedPlatform {
  const failures = new Map<string, NonNullable<ProbeReply['error']>[]>()
  const log: { target: string; atMs: number; cold: boolean }[] = []
  const instances = keepInstances(clock, behaviour)
  const connection = scriptedConnection(clock, instances.end)
  const provider: Provider = {
    id: 'scripted',
    title: 'Scripted',
    options: z.unknown(),
    flags: [],
    limits: { parallelColds: 10, usualIdleMs: behaviour.keepAliveMs * 1.5 },
    open: () => connection,
  }
  const answer = async (request: ProbeRequest, connected: 'fresh' | 'kept'): Promise<ProbeReply> => {
    const target = new URL(request.url).searchParams.get('target') ?? ''
    await platform.beforeReply?.(target)
    const startedAt = new Date(clock.wallMs()).toISOString()
    const sent = { request, startedAt, connection: connected, headers: {}, bytes: 0 }
    const error = failures.get(target)?.shift()
    if (error) {
      await clock.sleep(1)
      return { ...sent, endedAtEpochMs: clock.wallMs(), phases: {}, body: new Uint8Array(), error }
    }
    const served = instances.serve(target)
    log.push({ target, atMs: clock.monotonicMs(), cold: served.cold })
    return { ...sent, ...(await replyOf(served, clock)) }
  }
  const platform: ScriptedPlatform = {
    prober: scriptedProber(answer),
    provider,
    opened: { provider, connection },
    log,
    failNext: (target, error) => void failures.set(target, [...(failures.get(target) ?? []), error]),
  }
  return platform
}

/** What served a request, and how long that takes. */
interface Served {
  readonly instance: Instance
  readonly tookMs: number
  readonly cold: boolean
}

/** One instance a target, which ends when it has been idle for too long. */
function keepInstances(clock: VirtualClock, { keepAliveMs, coldMs = 200, warmMs = 5 }: PlatformBehaviour) {
  const instances = new Map<string, Instance>()
  let made = 0
  return {
    serve(target: string): Served {
      const now = clock.monotonicMs()
      const live = instances.get(target)
      const cold = !live || now - live.lastAtMs > keepAliveMs
      const startedAt = new Date(clock.wallMs() + coldMs / 2).toISOString()
      const instance = cold ? { id: `i${++made}`, invocations: 0, lastAtMs: now, startedAt } : live
      instance.invocations++
      const tookMs = cold ? coldMs : warmMs
      instance.lastAtMs = now + tookMs
      instances.set(target, instance)
      return { instance, tookMs, cold }
    },
    end: (target: string) => void instances.delete(target),
  }
}

async function replyOf({ instance, tookMs }: Served, clock: VirtualClock) {
  const sentAtEpochMs = clock.wallMs()
  await clock.sleep(tookMs)
  const { id, invocations: invocation, startedAt } = instance
  const body = new TextEncoder().encode(JSON.stringify({ id, invocation, startedAt }))
  const phases = { waitMs: tookMs, totalMs: tookMs }
  const stamps = { sentAtEpochMs, firstByteAtEpochMs: clock.wallMs(), endedAtEpochMs: clock.wallMs() }
  return { ...stamps, phases, status: 200, httpVersion: '1.1', body } as const
}

function scriptedProber(
  answer: (request: ProbeRequest, connected: 'fresh' | 'kept') => Promise<ProbeReply>,
): Prober {
  return {
    async warmUp() {},
    probe: (request, { connection }) => answer(request, connection === 'fresh' ? 'fresh' : 'kept'),
    burst: (requests) => Promise.all(requests.map((request) => answer(request, 'fresh'))),
    loopDelay: async () => ({ p50Ms: 1, p99Ms: 2, maxMs: 3 }),
    async close() {},
  }
}

/** @param end ends the instance of a target */
function scriptedConnection(clock: VirtualClock, end: (target: string) => void): Connection {
  return {
    check: async () => ({ ready: true, checks: [] }),
    plan: () => Promise.reject(new Error('not asked for')),
    deploy: () => Promise.reject(new Error('not asked for')),
    request: async (target) => ({
      url: `${target.url}?target=${encodeURIComponent(target.id)}`,
      method: 'GET',
      headers: {},
    }),
    interpret: (reply) => ({ instance: JSON.parse(new TextDecoder().decode(reply.body)) }),
    async evict(deployment) {
      await clock.sleep(1000)
      for (const { id } of deployment.targets) end(id)
      return deployment.targets
    },
    async destroy() {},
    async close() {},
  }
}

/** A target of the scripted platform. */
export function scriptedTarget(id: string, rest: Partial<Target> = {}): Target {
  return { id, provider: 'scripted', platform: 'cloud', url: 'https://scripted.test/hello', ...rest }
}
