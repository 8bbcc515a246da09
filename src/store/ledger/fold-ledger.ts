import type { Deployment, Resource } from '../../core/deployment.ts'
import type { PendingChange } from '../../core/ledger.ts'
import type { LedgerLine } from './ledger-line.ts'

/** What the ledger says about one deployment that has not ended. */
export interface OpenEntry {
  readonly deployment: Deployment
  readonly pendingChanges: readonly PendingChange[]
}

interface Draft {
  deployment: Deployment
  resources: Map<string, Resource>
  changes: Map<string, PendingChange>
}

/**
 * Replays the lines. A resource counts as existing from `creating` on, since the create call may have
 * been made; of several changes to one resource the first holds what must be put back.
 */
export function foldLedger(lines: readonly LedgerLine[]): Map<string, OpenEntry> {
  const drafts = new Map<string, Draft>()
  for (const line of lines) apply(line, drafts)
  const entries = [...drafts].map(([id, draft]) => [id, toEntry(draft)] as const)
  return new Map(entries)
}

function apply(line: LedgerLine, drafts: Map<string, Draft>): void {
  if (line.type === 'begin' || line.type === 'ready') {
    adopt(line.deployment, drafts)
    return
  }
  const draft = drafts.get(line.id)
  if (!draft) return
  if (line.type === 'ended') {
    drafts.delete(line.id)
    return
  }
  const key = keyOf(line.resource)
  if (line.type === 'removed') draft.resources.delete(key)
  else if (line.type === 'restored') draft.changes.delete(key)
  else draft.resources.set(key, { ...draft.resources.get(key), ...line.resource })
  if (line.type === 'changing' && !draft.changes.has(key))
    draft.changes.set(key, { resource: line.resource, before: line.before })
}

function adopt(deployment: Deployment, drafts: Map<string, Draft>): void {
  const draft = drafts.get(deployment.id) ?? { deployment, resources: new Map(), changes: new Map() }
  draft.deployment = deployment
  for (const resource of deployment.resources) draft.resources.set(keyOf(resource), resource)
  drafts.set(deployment.id, draft)
}

function toEntry(draft: Draft): OpenEntry {
  return {
    deployment: { ...draft.deployment, resources: [...draft.resources.values()] },
    pendingChanges: [...draft.changes.values()],
  }
}

function keyOf(resource: Resource): string {
  return [resource.kind, resource.region ?? '', resource.name].join('\n')
}
