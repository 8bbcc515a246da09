import { type BenchContext, withConnections } from '../bench/session.ts'
import { sortSources } from '../bench/sources.ts'
import { takeDown } from '../bench/take-down.ts'
import { planTargets, prepareTargets } from '../bench/targets.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import type { FunctionSettings } from '../config/function-settings.ts'
import type { Deployment } from '../core/deployment.ts'
import { messageOf } from '../core/errors.ts'
import { newNonce, newRunId } from '../core/ids.ts'
import type { ProbeError, ProbeReply } from '../core/probe-request.ts'
import { systemClock } from '../core/system-clock.ts'
import { readTimeouts } from '../plan/plan-settings.ts'
import type { ProbeTimeouts } from '../probe/prober.ts'
import { startProberFor } from '../run/record-run.ts'
import { openTargetBook, type PreparedTargets } from '../run/target-book.ts'
import type { NodeBinary } from '../workload/workload-description.ts'

/** What a function answered. */
export interface Answer {
  readonly status?: number
  readonly contentType?: string
  readonly body: string
  /** Why it is no answer. */
  readonly error?: string
}

/**
 * Starts a function on the engine and sends it the run's request once: nothing is measured or recorded.
 * @returns an answer with `error` where it does not even start
 * @throws the signal's reason once that is aborted, without waiting for an answer
 */
export async function askOnce(
  own: FunctionSettings,
  config: BenchConfig,
  context: BenchContext,
  { nonce = newNonce(), node }: { readonly nonce?: string; readonly node?: NodeBinary | undefined } = {},
): Promise<Answer> {
  const at = node && own.name ? { ...context, nodes: new Map([[own.name, node]]) } : context
  const one = {
    ...config,
    functions: [own],
    options: { ...config.options, local: { ...config.options.local, lambdaRuntime: 'own' as const } },
  }
  try {
    return await withConnections(at, async (connections) => {
      const sources = await sortSources(one, 'local', at)
      const runId = newRunId((context.clock ?? systemClock).wallMs())
      const planned = await planTargets(sources, one, runId, connections)
      const made: Deployment[] = []
      try {
        return await probeOnce(
          await prepareTargets(planned, connections, (deployment) => made.push(deployment)),
          context,
          { nonce, timeouts: readTimeouts(config.timeout) },
        )
      } finally {
        await takeDown(made, { keep: false, before: new Set() }, connections, () => {})
      }
    })
  } catch (error) {
    context.signal?.throwIfAborted()
    return { body: '', error: messageOf(error) }
  }
}

async function probeOnce(
  prepared: PreparedTargets,
  context: BenchContext,
  { nonce, timeouts }: { readonly nonce: string; readonly timeouts: ProbeTimeouts },
): Promise<Answer> {
  const { signal } = context
  const book = openTargetBook(prepared)
  const [target] = book.all()
  if (!target) throw new Error('The engine has no target.')
  const prober = await startProberFor(prepared.targets, context)
  try {
    const request = await book.requestTo(target, nonce)
    const reply = await prober.probe(request, { connection: 'fresh', timeouts, ...(signal && { signal }) })
    signal?.throwIfAborted()
    const error = cutOff(reply) ?? book.providerOf(target).connection.interpret(reply, nonce).error
    const { status, headers } = reply
    return {
      ...(status !== undefined && { status }),
      ...(headers['content-type'] && { contentType: headers['content-type'] }),
      body: new TextDecoder().decode(reply.body),
      ...(error && { error: error.message }),
    }
  } finally {
    await prober.close()
  }
}

/** Why there is no whole reply. That this machine was too slow to time one does not matter: nothing is timed. */
function cutOff({ error, phases }: ProbeReply): ProbeError | undefined {
  return error?.kind === 'client' && phases.downloadMs !== undefined ? undefined : error
}

/**
 * Whether a changed function answers as the function does. Where two answers of the function itself differ (a date, a
 * random number), only what does not change is compared: status, type, the keys of JSON.
 * @param own two answers of the function as it is
 * @returns what is different, in words; undefined where nothing is
 */
export function differenceBetween(own: readonly [Answer, Answer], changed: Answer): string | undefined {
  const [one, other] = own
  if (changed.error !== undefined) return changed.error.split('\n')[0]
  if (changed.status !== one.status) return `it answers ${changed.status} in place of ${one.status}`
  if (changed.contentType !== one.contentType)
    return `its reply is of type ${changed.contentType ?? 'none'} in place of ${one.contentType ?? 'none'}`
  if (one.body === other.body) return changed.body === one.body ? undefined : 'its reply is another one'
  const [shape, found] = [shapeOf(one.body), shapeOf(changed.body)]
  return shape === found ? undefined : 'its reply has another shape'
}

/** The keys of JSON and the kinds of its values; of anything else, that it is text. */
function shapeOf(body: string): string {
  const describe = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.slice(0, 1).map(describe)
    if (typeof value !== 'object' || value === null) return typeof value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, describe(inner)]))
  }
  try {
    return JSON.stringify(describe(JSON.parse(body)))
  } catch {
    return 'text'
  }
}
