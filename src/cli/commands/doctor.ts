import { type ExitCode, exitCodes } from '../../core/exit-codes.ts'
import type { Connections } from '../../providers/connections.ts'
import { outdatedSentences } from '../../providers/dated.ts'
import { platforms } from '../../providers/index.ts'
import type { Provider } from '../../providers/provider.ts'
import type { Readiness, ReadinessCheck } from '../../providers/readiness.ts'
import { type CommandDefinition, certificates, tableOrJson } from '../command.ts'
import type { Io } from '../io.ts'

/** `coldstart doctor`: what is there and what is missing, platform by platform, and the one thing to do. */
export const doctor: CommandDefinition = {
  description: 'Checks credentials, permissions, region, quota, clock and cost of each platform.',
  arguments: [
    { name: '[provider...]', text: 'check only these; a problem with one of them gives exit code 1' },
  ],
  options: [certificates, tableOrJson],
  examples: `Examples:
  coldstart doctor
  coldstart doctor lambda && coldstart bench --provider lambda --deploy`,
  async action({ args, options, io }) {
    const { withLedger } = await import('../run-context.ts')
    const named = (args[0] as string[] | undefined) ?? []
    const work = (connections: Connections) => runDoctor(named, options.format === 'json', connections, io)
    return withLedger(io, work, options)
  },
}

interface Finding extends Readiness {
  readonly provider: string
  readonly title: string
}

const marks: Readonly<Record<ReadinessCheck['state'], string>> = {
  ok: 'ok     ',
  warning: 'warning',
  problem: 'problem',
}

/**
 * Asks each platform how ready it is, and writes what was found with the remedy of each problem.
 * @returns 1 when a platform that was named is not ready
 */
async function runDoctor(
  named: readonly string[],
  asJson: boolean,
  connections: Connections,
  io: Io,
): Promise<ExitCode> {
  const ids =
    named.length > 0 ? named : platforms.filter(({ platform }) => platform !== 'url').map(({ id }) => id)
  const findings: Finding[] = []
  for (const id of ids) {
    const { provider, connection } = await connections.to(id)
    const { checks, ...found } = await connection.check()
    const finding = {
      provider: id,
      title: provider.title,
      ...found,
      checks: [...checks, ...ageOf(provider, io)],
    }
    findings.push(finding)
    if (!asJson) io.stdout.write(describe(finding))
  }
  if (asJson) io.stdout.write(`${JSON.stringify(findings, null, 2)}\n`)
  const failed = named.length > 0 && findings.some(({ ready }) => !ready)
  return failed ? exitCodes.failed : exitCodes.done
}

/** What coldstart knows of the platform, where that was read long ago. */
function ageOf({ limits }: Provider, io: Io): ReadinessCheck[] {
  const remedy = 'Update coldstart, or read the page before a large run.'
  return outdatedSentences(limits, io.clock.wallMs()).map((found) => ({
    name: 'known facts',
    state: 'warning',
    found,
    remedy,
  }))
}

function describe({ title, ready, checks }: Finding): string {
  const lines = checks.map(({ name, state, found, remedy }) => {
    const advice = state !== 'ok' && remedy ? `\n           → ${remedy}` : ''
    return `  ${marks[state]}  ${name}: ${found}${advice}`
  })
  return `${title}: ${ready ? 'ready' : 'not ready'}\n${lines.join('\n')}\n`
}
