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

export function createScriptedPlatform(clock: VirtualClock, behaviour: PlatformBehaviour): ScriptedPlatform {
  const { keepAliveMs, coldMs = 200, warmMs = 5 } = behaviour
  const instances = new Map<string, Instance>()
  const failures = new Map<string, NonNullable<ProbeReply['error']>[]>()
  const log: { target: string; atMs: number; cold: boolean }[] = []
  let made = 0

  function serve(target: string): { instance: Instance; tookMs: number; cold: boolean } {
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
  }

  async function answer(request: ProbeRequest, fresh: boolean): Promise<ProbeReply> {
    const target = new URL(request.url).searchParams.get('target') ?? ''
    await platform.beforeReply?.(target)
    const startedAt = new Date(clock.wallMs()).toISOString()
    const error = failures.get(target)?.shift()
    const base = { request, startedAt, connection: fresh ? 'fresh' : 'kept', headers: {}, bytes: 0 } as const
    if (error) {
      await clock.sleep(1)
      return { ...base, endedAtEpochMs: clock.wallMs(), phases: {}, body: new Uint8Array(), error }
    }
    const { instance, tookMs, cold } = serve(target)
    const sentAtEpochMs = clock.wallMs()
    log.push({ target, atMs: clock.monotonicMs(), cold })
    await clock.sleep(tookMs)
    const { id, invocations: invocation, startedAt: begun } = instance
    const body = new TextEncoder().encode(JSON.stringify({ id, invocation, startedAt: begun }))
    const phases = { waitMs: tookMs, totalMs: tookMs }
    const stamps = { sentAtEpochMs, firstByteAtEpochMs: clock.wallMs(), endedAtEpochMs: clock.wallMs() }
    return { ...base, ...stamps, phases, status: 200, httpVersion: '1.1', body }
  }

  const prober: Prober = {
    async warmUp() {},
    probe: (request, { connection }) => answer(request, connection === 'fresh'),
    burst: (requests) => Promise.all(requests.map((request) => answer(request, true))),
    loopDelay: async () => ({ p50Ms: 1, p99Ms: 2, maxMs: 3 }),
    async close() {},
  }
  const connection: Connection = {
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
      for (const { id } of deployment.targets) instances.delete(id)
      return deployment.targets
    },
    async destroy() {},
    async close() {},
  }
  const provider: Provider = {
    id: 'scripted',
    title: 'Scripted',
    options: z.unknown(),
    flags: [],
    limits: { parallelColds: 10, usualIdleMs: keepAliveMs * 1.5 },
    open: () => connection,
  }
  const platform: ScriptedPlatform = {
    prober,
    provider,
    opened: { provider, connection },
    log,
    failNext(target, error) {
      failures.set(target, [...(failures.get(target) ?? []), error])
    },
  }
  return platform
}

/** A target of the scripted platform. */
export function scriptedTarget(id: string, rest: Partial<Target> = {}): Target {
  return { id, provider: 'scripted', platform: 'cloud', url: 'https://scripted.test/hello', ...rest }
}
