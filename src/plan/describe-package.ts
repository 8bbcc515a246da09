import type { PackageFacts } from '../providers/provider.ts'

/** Names of what was left out that are shown; the rest are counted. */
const MOST_NAMES = 8

/**
 * What is uploaded of a function, in lines: its module, size, number of files, hash, and what was left out.
 */
export function describePackage(facts: PackageFacts): string[] {
  const { entry, files, bytes, sha256, leftOut, missing, copied = [], unlisted = [] } = facts
  const size = `${files} ${files === 1 ? 'file' : 'files'}, ${sizeOf(bytes)}, sha256 ${sha256.slice(0, 12)}`
  return [
    `package of ${entry}: ${size}`,
    ...(leftOut.length > 0 ? [`left out: ${listed(leftOut)}`] : []),
    ...(copied.length > 0
      ? [
          `links uploaded as copies, where the platform's own tool leaves a link to nothing: ${listed(copied)}`,
        ]
      : []),
    ...(missing.length > 0 ? [`imported and not installed: ${listed(missing)}`] : []),
    ...(unlisted.length > 0
      ? [
          `imported and not among the dependencies of package.json, by which the platform installs: ${listed(unlisted)}`,
        ]
      : []),
  ]
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES
  return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

/** `12.3 kB`; bytes below that. */
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
