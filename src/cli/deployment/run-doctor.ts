import { type ExitCode, exitCodes } from '../../core/exit-codes.ts'
import type { Connections } from '../../providers/connections.ts'
import { platforms } from '../../providers/index.ts'
import type { Readiness, ReadinessCheck } from '../../providers/provider.ts'
import type { Io } from '../io.ts'

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
export async function runDoctor(
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
    const finding = { provider: id, title: provider.title, ...(await connection.check()) }
    findings.push(finding)
    if (!asJson) io.stdout.write(describe(finding))
  }
  if (asJson) io.stdout.write(`${JSON.stringify(findings, null, 2)}\n`)
  const failed = named.length > 0 && findings.some(({ ready }) => !ready)
  return failed ? exitCodes.failed : exitCodes.done
}

function describe({ title, ready, checks }: Finding): string {
  const lines = checks.map(({ name, state, found, remedy }) => {
    const advice = state !== 'ok' && remedy ? `\n           → ${remedy}` : ''
    return `  ${marks[state]}  ${name}: ${found}${advice}`
  })
  return `${title}: ${ready ? 'ready' : 'not ready'}\n${lines.join('\n')}\n`
}
