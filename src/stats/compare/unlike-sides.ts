import type { Result } from '../../core/result.ts'
import { nameOfWay } from '../../core/way-facts.ts'
import { hardDifferences } from '../result/hard-differences.ts'
import { describeMachine, elsewhereOf, environmentOf } from '../result/machine.ts'
import { listDifferences, NO_ASYMMETRY, type ParityFacts, parityFacts } from '../result/parity.ts'
import type { ComparedGroup } from './compared-group.ts'
import { matchWays } from './match-groups.ts'

/**
 * Differences between the first side of a target and each other: `unlike` are those that make a comparison
 * wrong (region, memory, CPU share, runtime, architecture, local against cloud, way of getting cold, queue or request; on the local engine machine,
 * Node and place), `asymmetries`
 * those that a reader must know.
 * @param sides one target's group in each result
 * @param results in the same order
 */
export function differencesOf(
  sides: readonly ComparedGroup[],
  results: readonly Result[],
): { unlike: string[]; asymmetries: string[] } {
  const [base, ...others] = sides
  const [baseResult, ...otherResults] = results
  if (!base || !baseResult) return { unlike: [], asymmetries: [] }
  const unlike = others.flatMap((other, index) => [
    ...hardDifferences(
      { target: base.target, config: baseResult.config },
      { target: other.target, config: otherResults[index]?.config ?? baseResult.config },
    ),
    ...wayDifferences(base, other),
    ...runtimeDifferences(base, baseResult, other, otherResults[index]),
  ])
  const asymmetries = others.flatMap((other, index) => {
    const result = otherResults[index]
    return result ? listDifferences(factsOf(base, baseResult), factsOf(other, result)) : []
  })
  const soft = asymmetries.filter((line) => line !== NO_ASYMMETRY && !unlike.includes(line))
  const named = (line: string) => `${base.name}: ${line}`
  return { unlike: unlike.map(named), asymmetries: soft.length > 0 ? soft.map(named) : [named(NO_ASYMMETRY)] }
}

/** On the local engine machine and Node are the runtime. */
function runtimeDifferences(base: ComparedGroup, baseResult: Result, other: ComparedGroup, result?: Result) {
  const isLocal = base.target.platform === 'local' && other.target.platform === 'local'
  return isLocal && result
    ? elsewhereOf(environmentOf(baseResult, base.target), environmentOf(result, other.target))
    : []
}

function wayDifferences(base: ComparedGroup, other: ComparedGroup): string[] {
  return matchWays([base, other]).matched.flatMap(([a, b]) =>
    a && b && nameOfWay(a) !== nameOfWay(b)
      ? [`way of getting cold: ${nameOfWay(a)} against ${nameOfWay(b)}`]
      : [],
  )
}

/** What is known of the target, and of the machine that asked. */
function factsOf({ target }: ComparedGroup, result: Result): ParityFacts {
  const { config, tool } = result
  const environment = environmentOf(result, target)
  const { connection } = config
  return {
    ...parityFacts(target, environment),
    'measured from': environment.location,
    'measured by': describeMachine(environment),
    URL: target.platform === 'url' ? withoutSecrets(target.url) : undefined,
    Node: environment.node,
    coldstart: tool.version,
    connection: typeof connection === 'string' ? connection : undefined,
  }
}

/** Origin and path: a query or user info may hold a secret. */
function withoutSecrets(url: string): string {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}
