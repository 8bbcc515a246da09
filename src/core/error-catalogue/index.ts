import { configErrors } from './config.ts'
import { googleErrors } from './google.ts'
import { lambdaErrors } from './lambda.ts'
import { ledgerErrors } from './ledger.ts'
import { localErrors } from './local.ts'
import { providerErrors } from './provider.ts'
import { queueErrors } from './queue.ts'
import { remoteErrors } from './remote.ts'
import { runErrors } from './run.ts'
import { statsErrors } from './stats.ts'
import { storeErrors } from './store.ts'
import { usageErrors } from './usage.ts'
import { workerErrors } from './worker.ts'

/** All wording of all errors: code → facts → message, hint, exit code. One file a room. */
export const catalogue = {
  ...usageErrors,
  ...configErrors,
  ...localErrors,
  ...ledgerErrors,
  ...lambdaErrors,
  ...providerErrors,
  ...remoteErrors,
  ...googleErrors,
  ...queueErrors,
  ...runErrors,
  ...statsErrors,
  ...storeErrors,
  ...workerErrors,
}

/** What an error is called in code: the `code` of a ColdstartError. */
export type ErrorCode = keyof typeof catalogue
/** What the words of an error are made of. */
export type ErrorDetails<Code extends ErrorCode> = Parameters<(typeof catalogue)[Code]>[0]
