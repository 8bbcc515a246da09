import type { DeployPreview } from '../../providers/provider.ts'

/** What will be made, on which account, at what cost; for the user to agree to. */
export function describePreviews(previews: readonly DeployPreview[]): string {
  return previews.map(describePreview).join('\n\n')
}

function describePreview({ provider, account, region, creates, cost, notes = [] }: DeployPreview): string {
  const where = region ? ` in ${region}` : ''
  const made = creates.length > 0 ? creates.map((line) => `  + ${line}`) : ['  nothing is made']
  return [
    `${provider}, account ${account}${where}:`,
    ...made,
    `  costs ${cost}`,
    ...notes.map((note) => `  ${note}`),
  ].join('\n')
}
