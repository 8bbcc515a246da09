import { exitCodes } from '../exit-codes.ts'

const exitCode = exitCodes.failed

/** The record of what was made remotely cannot be kept, and nothing may be made without it. */
export const ledgerErrors = {
  'ledger-in-use': (d: { path: string; pid?: number }) => ({
    message: `Another coldstart${d.pid === undefined ? '' : ` (process ${d.pid})`} is using ${d.path}.`,
    hint: 'Wait until it has finished, or work in another folder.',
    exitCode,
  }),
  'ledger-not-writable': (d: { path: string; reason: string }) => ({
    message: `${d.path} cannot be written: ${d.reason}. Everything that was created so far is recorded in it.`,
    hint: 'Free some disk space or make the folder writable; nothing is created remotely without the ledger.',
    exitCode,
  }),
  'ledger-unreadable': (d: { path: string; line: number; reason: string }) => ({
    message: `${d.path}, line ${d.line} cannot be understood: ${d.reason}.`,
    hint: 'A newer coldstart may have written it. Update, or look for what was created with coldstart destroy --orphans.',
    exitCode,
  }),
}
