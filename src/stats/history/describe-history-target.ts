import type { Target } from '../../core/target.ts'
import { groupOf } from '../../core/target-groups.ts'
import type { HistoryTarget } from './history-run.ts'

/** What tells variants of one function apart in a name: `512MB`, `1769`, `arm64`, as words of their own. */
const SIZE = /(^|[^a-z\d])(?:\d{3,5}\s?(?:mb|mib)?|arm64|aarch64|x86[_-]64|x64|amd64)(?=$|[^a-z\d])/gi

/** What a history must know of a target: its facts in words, and which others one cause may move with it. */
export function describeHistoryTarget(target: Target): HistoryTarget {
  const { provider, platform, region, memoryMb, runtime, architecture, facts } = target
  const size = memoryMb === undefined ? undefined : `${memoryMb} MB`
  const own = facts?.function
  const kin = [
    provider,
    platform,
    runtime,
    own && [own.root, own.entry, own.export, own.contract],
    withoutVariant(groupOf(target), region),
  ]
  return {
    name: groupOf(target),
    platform,
    facts: [region, size, runtime, architecture].filter((fact) => fact !== undefined).join(', '),
    kin: JSON.stringify(kin),
  }
}

/** A name without its region and without the words that tell variants of one function apart. */
function withoutVariant(name: string, region: string | undefined): string {
  const parts = name.split('/').filter((part) => part !== region)
  return parts
    .join('/')
    .replace(SIZE, '$1')
    .replace(/[^a-z\d]+/gi, ' ')
    .trim()
}
