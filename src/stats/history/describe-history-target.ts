import type { Target } from '../../core/target.ts'
import { groupOf } from '../../core/target-groups.ts'
import type { HistoryTarget } from './history-run.ts'

/** What tells variants of one function apart in a name: `512MB`, `1769`, `mem128`, `2 GB`, `arm64`, as words of their own. */
const SIZE = new RegExp(
  `(^|[^a-z\\d])(?:${[
    '(?:mem|memory)[-_ =]?\\d{3,5}',
    '\\d{2,5}\\s?mi?b',
    '\\d{1,2}(?:\\.\\d+)?\\s?gi?b',
    'arm|arm64|aarch64|graviton\\d?',
    'x86[_-]64|x86|x64|amd64|intel',
    '\\d{3,5}',
  ].join('|')})(?=$|[^a-z\\d])`,
  'gi',
)

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
