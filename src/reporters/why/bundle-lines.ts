import type { BundleReport, LoadReport } from '../../core/load-report.ts'
import { formatMs } from '../format-ms.ts'

/** How generated files were taken apart into the modules that they were made of, and which could not be. */
export function bundleLines({ bundles = [], unreadableMaps = [] }: LoadReport): string[] {
  return [
    ...bundles.map(sentence),
    ...unreadableMaps.map(
      ({ path, reason }) => `${path} is shown as one module: its source map cannot be read (${reason}).`,
    ),
  ]
}

function sentence(bundle: BundleReport): string {
  const { file, modules, restMs } = bundle
  const left = restMs > 0 ? ` ${formatMs(restMs)} ms are of none of them: the file's own row.` : ''
  return `${file} is shown as the ${modules} modules of its source map: ${waysOf(bundle)}.${left}`
}

function waysOf({ evaluation, profiledStarts, placedShare, reason }: BundleReport): string {
  if (evaluation === 'size')
    return `all by size${reason === undefined ? '' : `, since ${reason}`}, so a small module that works long is shown too cheap`
  const placed = placedShare === undefined ? '' : `, ${Math.round(placedShare * 100)} % of it placed`
  const starts = `${profiledStarts} profiled start${profiledStarts === 1 ? '' : 's'}`
  return `evaluating by position (${starts}${placed}), reading and compiling by size`
}
