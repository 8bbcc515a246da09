import { exitCodes } from '../exit-codes.ts'

/** A platform cannot do what it was asked. */
export const providerErrors = {
  'cannot-deploy': (d: { provider: string; reason: string; hint?: string }) => ({
    message: `${d.provider} cannot deploy: ${d.reason}.`,
    hint: d.hint ?? 'Run coldstart doctor for what is missing.',
    exitCode: exitCodes.failed,
  }),
}
