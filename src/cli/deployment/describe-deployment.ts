import type { Deployment } from '../../core/deployment.ts'

/** One deployment as `list` and `destroy` show it: its id and place, then what it has. */
export function describeDeployment({
  id,
  provider,
  region,
  account,
  createdAt,
  resources,
  targets,
}: Deployment) {
  const place = [region, account && `account ${account}`].filter(Boolean).join(', ')
  const state = targets.length === 0 ? ', unfinished' : ''
  const things = resources.map(
    ({ kind, name, owned }) => `  ${kind} ${name}${owned ? '' : ' (yours: measured, never deleted)'}`,
  )
  return [`${id}  ${provider}${place && ` ${place}`}, since ${createdAt}${state}`, ...things].join('\n')
}
