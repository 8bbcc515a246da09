import { list } from '../../core/name-list.ts'
import type { Result } from '../../core/result.ts'
import { NO_ASYMMETRY } from '../../stats/result/parity.ts'

const NONE_OF_MANY = 'as far as is known, all were measured under the same conditions'

/** More names than this are counted. */
const NAMED = 4
const DIFFERENCE = /^([^:]+): (.+) against (.+)$/s

/** In what the compared targets differ: one line for each fact, with each value and whose it is. */
export function parityNotes({ comparisons }: Result): string[] {
  const facts = new Map<string, Map<string, Set<string>>>()
  const others = new Set<string>()
  for (const { a, b, parity } of comparisons)
    for (const line of parity) {
      const [, label, one, other] = DIFFERENCE.exec(line) ?? []
      if (label === undefined || one === undefined || other === undefined) others.add(line)
      else {
        addTo(facts, label, one, a)
        addTo(facts, label, other, b)
      }
    }
  const differing = [...facts].map(([label, values]) => {
    const said = [...values].map(([value, targets]) => `${value} (${names([...targets])})`)
    return `${label}: ${said.join(', ')}`
  })
  // What is known of some pairs is no news beside what differs between others.
  if (differing.length > 0) return differing
  return [...others].map((line) => (line === NO_ASYMMETRY && comparisons.length > 1 ? NONE_OF_MANY : line))
}

function addTo(facts: Map<string, Map<string, Set<string>>>, label: string, value: string, target: string) {
  const values = facts.get(label) ?? new Map<string, Set<string>>()
  facts.set(label, values)
  values.set(value, (values.get(value) ?? new Set()).add(target))
}

function names(targets: readonly string[]): string {
  if (targets.length <= NAMED) return list(targets)
  return `${targets.slice(0, NAMED).join(', ')} and ${targets.length - NAMED} more`
}
