import type { Deployment } from '../../core/deployment.ts'
import { ColdstartError, isColdstartError } from '../../core/errors.ts'
import { exitCodes } from '../../core/exit-codes.ts'
import { suggestionFor } from '../../core/suggestion.ts'
import type { Connections } from '../../providers/connections.ts'
import { type CommandDefinition, certificates } from '../command.ts'
import type { Io } from '../io.ts'

/** `coldstart destroy`: takes down what coldstart made, and nothing else. */
export const destroy: CommandDefinition = {
  description: 'Takes down what coldstart made. What is already gone counts as taken down.',
  arguments: [{ name: '[id...]', text: 'deployments, as coldstart list names them' }],
  options: [
    { flags: '--all', text: 'everything in the ledger of this folder' },
    {
      flags: '--orphans',
      text: "also what no ledger knows but a tag proves to be coldstart's (region: AWS_REGION)",
    },
    { flags: '--provider <names...>', text: 'search only these platforms for orphans', many: 'divided' },
    certificates,
    { flags: '-y, --yes', text: 'do not ask' },
  ],
  examples: `Examples:
  coldstart destroy                          the one deployment there is
  coldstart destroy --all --yes
  coldstart destroy --orphans --provider lambda`,
  async action({ args, options, io }) {
    const { destroyDeployments } = await import('../../bench/take-down.ts')
    const { confirm, describeDeployment, describeTakeDown } = await import('../agreement.ts')
    const { withLedger } = await import('../run-context.ts')
    return withLedger(
      io,
      async (connections) => {
        const request = { ids: (args[0] as string[] | undefined) ?? [], ...options }
        const chosen = await chooseDeployments(request, connections, io)
        if (chosen.length === 0) {
          io.stderr.write('There is nothing to destroy.\n')
          return exitCodes.done
        }
        const text = chosen.map(describeDeployment).join('\n\n')
        const question = `Destroy ${chosen.length === 1 ? 'it' : `these ${chosen.length}`}?`
        if (!(await confirm({ text, question, yes: options.yes === true }, io))) return exitCodes.failed
        await connections.context.ledger.claim()
        const left = await destroyDeployments(chosen, connections, (event) =>
          io.stderr.write(describeTakeDown(event)),
        )
        return left.length === 0 ? exitCodes.done : exitCodes.failed
      },
      options,
    )
  },
}

interface DestroyRequest {
  readonly ids: readonly string[]
  readonly all?: boolean
  readonly orphans?: boolean
  readonly provider?: readonly string[]
}

/**
 * What `destroy` is about: the deployments named, all of the ledger, the only one there is, and orphans if asked for.
 * @throws ColdstartError `bad-arguments` for an unknown id, or when several are there and none is named
 */
async function chooseDeployments(
  request: DestroyRequest,
  connections: Connections,
  io: Io,
): Promise<readonly Deployment[]> {
  if (request.provider) {
    const { checkProviderIds } = await import('../../providers/index.ts')
    checkProviderIds(request.provider)
  }
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

/**
 * What coldstart made, proven by a tag on every platform (or those named) whose credentials are here,
 * without what the ledger of this folder knows. A platform that cannot be asked is said and passed over.
 */
async function findOrphans(
  named: readonly string[],
  connections: Connections,
  io: Io,
): Promise<readonly Deployment[]> {
  const { providerIds } = await import('../../providers/index.ts')
  const known = new Set((await connections.context.ledger.open()).map(({ id }) => id))
  const found: Deployment[] = []
  for (const id of named.length > 0 ? named : providerIds) {
    const { provider, connection } = await connections.to(id)
    if (!connection.findOrphans) continue
    try {
      const orphans = await connection.findOrphans()
      found.push(...orphans.filter((orphan) => !known.has(orphan.id)))
    } catch (error) {
      if (!isColdstartError(error)) throw error
      io.stderr.write(`${provider.title} was not searched: ${error.message}\n`)
    }
  }
  return found
}
