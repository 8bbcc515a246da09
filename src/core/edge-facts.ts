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
  let facts: EdgeFacts = {}
  for (const { readFacts } of signs) if (readFacts) facts = withMore(facts, readFacts(reply))
  const { requestId, edge, region } = facts
  if (!requestId && !region) return undefined
  return { ...(requestId && { requestId }), ...(edge && { edge }), ...(region && { region }) }
}

function withMore(known: EdgeFacts, { requestId, edge, region }: EdgeFacts): EdgeFacts {
  if (!requestId && !edge && !region) return known
  return {
    requestId: known.requestId || requestId,
    edge: known.edge || edge,
    region: known.region || region,
  }
}

/** The platforms' headers about this request as they came, each at most 500 characters; undefined without any. */
export function keptHeaders(
  { headers }: ProbeReply,
  signs: readonly ReplySigns[],
): Readonly<Record<string, string>> | undefined {
  const names: string[] = []
  for (const { kept = [] } of signs)
    for (const name of kept) if (headers[name] !== undefined) names.push(name)
  if (names.length === 0) return undefined
  return Object.fromEntries(names.map((name) => [name, (headers[name] ?? '').slice(0, LONGEST_HEADER)]))
}
