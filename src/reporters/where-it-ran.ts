import type { Result } from '../core/result.ts'

/** Says before any number whose numbers they are: `Local engine, not the cloud: …`. */
export function whereItRan(result: Result): string {
  const platforms = new Set(result.targets.map(({ platform }) => platform))
  if (platforms.size > 1) return 'Local engine and remote targets: not comparable with each other.'
  if (platforms.has('local'))
    return 'Local engine, not the cloud: real processes under the real function contracts.'
  const from = placesOf(result)
  return platforms.has('cloud')
    ? `Deployed functions, measured ${from}.`
    : `Running functions, measured ${from}.`
}

/** Parts of one run are vantage points whose workers measured it together; those of a merged one are runs of their own. */
function placesOf({ parts, run }: Result): string {
  if (!parts) return 'from this machine'
  return parts.every((part) => part.run === run.id)
    ? `from ${parts.map(({ name }) => name).join(', ')}`
    : 'in a run each'
}
