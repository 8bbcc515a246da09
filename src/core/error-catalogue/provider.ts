import { type ExitCode, exitCodes } from '../exit-codes.ts'

/** One of several problems: what its own error says, and how the command would end with it. */
export interface Problem {
  readonly message: string
  readonly hint: string
  readonly exitCode: ExitCode
}

/** A platform cannot do what it was asked. */
export const providerErrors = {
  'cannot-deploy': (d: { provider: string; reason: string; hint?: string }) => ({
    message: `${d.provider} cannot deploy: ${d.reason}.`,
    hint: d.hint ?? 'Run coldstart doctor for what is missing.',
    exitCode: exitCodes.usage,
  }),
  'several-problems': (d: { problems: readonly Problem[] }) => ({
    message: `These ${d.problems.length} problems must be solved first:\n${d.problems.map(({ message, hint }) => `  - ${message}\n    ${hint}`).join('\n')}`,
    hint: 'When they are solved, coldstart doctor checks everything again.',
    exitCode: d.problems.every(({ exitCode }) => exitCode === exitCodes.usage)
      ? exitCodes.usage
      : exitCodes.failed,
  }),
  'over-quota': (d: {
    provider: string
    used: number
    most: number
    noun: string
    per: string
    plan: string
    larger?: string | undefined
    asOf: string
    source: string
  }) => ({
    message: `This would take ${d.used} ${d.noun} on ${d.provider}, where ${d.plan === 'every plan' ? d.plan : `the plan ${d.plan}`} has ${d.most} a ${d.per} (${d.source}, read on ${d.asOf}).`,
    hint: `Ask for fewer cold starts, for more --replicas (one deployment makes all of them cold), or for --cold-by idle. Where your account has more${d.larger ? ` (${d.larger})` : ''}: --over-quota.`,
    exitCode: exitCodes.usage,
  }),
}
