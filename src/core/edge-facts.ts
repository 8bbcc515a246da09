import type { ProbeReply } from './probe-request.ts'
import type { EdgeFacts, ReplySigns } from './reply-signs.ts'
import type { PlatformReport } from './sample.ts'

const LONGEST_HEADER = 500

/**
 * What the platforms on the way say about this request: the first to state an id, a region or a point of presence
 * is believed.
 * @returns undefined where none says anything
 */
export function readEdgeFacts(reply: ProbeReply, signs: readonly ReplySigns[]): PlatformReport | undefined {
  const facts: EdgeFacts[] = signs.map(({ readFacts }) => readFacts?.(reply) ?? {})
  const first = (key: keyof EdgeFacts) => facts.map((one) => one[key]).find((value) => value)
  const [requestId, edge, region] = [first('requestId'), first('edge'), first('region')]
  if (requestId === undefined && region === undefined) return undefined
  return { ...(requestId && { requestId }), ...(edge && { edge }), ...(region && { region }) }
}

/** The platforms' headers about this request as they came, each at most 500 characters; undefined without any. */
export function keptHeaders(
  { headers }: ProbeReply,
  signs: readonly ReplySigns[],
): Readonly<Record<string, string>> | undefined {
  const names = signs.flatMap(({ kept = [] }) => kept).filter((name) => headers[name] !== undefined)
  if (names.length === 0) return undefined
  return Object.fromEntries(names.map((name) => [name, (headers[name] ?? '').slice(0, LONGEST_HEADER)]))
}
