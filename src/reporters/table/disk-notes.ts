import type { Result } from '../../core/result.ts'
import { nameOfWay } from '../../core/way-facts.ts'

/** What cold starts read where pages were dropped before them, and that their times are of this machine's disk. */
export function diskNotes({ summaries, targets }: Result): string[] {
  const [disk, ...others] = new Set(targets.flatMap(({ facts }) => facts?.parity?.disk ?? []))
  if (disk === undefined) return []
  const words =
    others.length === 0 ? disk : 'pages dropped before each cold start, of each target what is said above'
  const read = summaries.flatMap(({ target, cold }) =>
    cold.flatMap((one) => {
      const { reads } = one
      if (!reads) return []
      const way = cold.length > 1 ? ` (${nameOfWay(one)})` : ''
      return [
        `${target}${way}: ${megabytes(reads.diskBytes)} from the disk, ${reads.calls} read calls of ${megabytes(reads.bytes)} in all, medians`,
      ]
    }),
  )
  return [`disk: ${words}; their milliseconds are those of this machine's disk, no platform's`, ...read]
}

/** As disks are sold: 1 MB = 1,000,000 bytes. */
function megabytes(bytes: number): string {
  return bytes === 0 ? 'nothing' : `${(bytes / 1e6).toFixed(bytes < 1e5 ? 3 : 1)} MB`
}
