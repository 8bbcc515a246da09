import type { Deployment } from '../../core/deployment.ts'
import { ColdstartError } from '../../core/errors.ts'
import { suggestionFor } from '../../core/suggestion.ts'
import type { Connections } from '../../providers/connections.ts'
import type { Io } from '../io.ts'
import { findOrphans } from './find-orphans.ts'

export interface DestroyRequest {
  readonly ids: readonly string[]
  readonly all?: boolean
  readonly orphans?: boolean
  readonly provider?: readonly string[]
}

/**
 * What `destroy` is about: the deployments named, all of the ledger, the only one there is, and orphans if asked for.
 * @throws ColdstartError `bad-arguments` for an unknown id, or when several are there and none is named
 */
export async function chooseDeployments(
  request: DestroyRequest,
  connections: Connections,
  io: Io,
): Promise<readonly Deployment[]> {
  const open = await connections.context.ledger.open()
  const chosen = chooseFromLedger(request, open)
  const orphans = request.orphans ? await findOrphans(request.provider ?? [], connections, io) : []
  return [...chosen, ...orphans]
}

function chooseFromLedger(request: DestroyRequest, open: readonly Deployment[]): readonly Deployment[] {
  if (request.all) return open
  if (request.ids.length > 0) return request.ids.map((id) => findById(id, open))
  if (request.orphans || open.length <= 1) return request.orphans ? [] : open
  throw new ColdstartError('bad-arguments', {
    reason: `There are ${open.length} deployments: ${open.map(({ id }) => id).join(', ')}.`,
    suggestion: 'coldstart destroy <id>, or coldstart destroy --all',
  })
}

function findById(id: string, open: readonly Deployment[]): Deployment {
  const found = open.find((deployment) => deployment.id === id)
  if (found) return found
  const suggestion = suggestionFor(
    id,
    open.map((deployment) => deployment.id),
  )
  const reason = `The ledger of this folder has no deployment "${id}".`
  throw new ColdstartError('bad-arguments', {
    reason,
    suggestion: suggestion ?? 'coldstart list, or coldstart destroy --orphans',
  })
}
