import { exitCodes } from '../exit-codes.ts'

const exitCode = exitCodes.failed

/** The record of what was made remotely cannot be kept, and nothing may be made without it. */
export const ledgerErrors = {
  'ledger-in-use': (d: { path: string; pid?: number }) => ({
    message: `Another coldstart${d.pid === undefined ? '' : ` (process ${d.pid})`} is using ${d.path}.`,
    hint: 'Wait until it has ended, or work in another folder.',
    exitCode,
  }),
  'ledger-not-writable': (d: { path: string; reason: string }) => ({
    message: `${d.path} cannot be written: ${d.reason}. Nothing was made that is not in it.`,
    hint: 'Make room or the folder writable; without the ledger nothing is created remotely.',
    exitCode,
  }),
  'ledger-unreadable': (d: { path: string; line: number; reason: string }) => ({
    message: `${d.path}, line ${d.line} cannot be understood: ${d.reason}.`,
    hint: 'It may be of a newer coldstart: update, or find what was made by name with coldstart destroy --orphans.',
    exitCode,
  }),
}
