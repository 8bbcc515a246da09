import { exitCodes } from '../exit-codes.ts'

/** Something on disk is not what it should be, or not to be had. */
export const storeErrors = {
  'cannot-lock': (d: { path: string; reason: string }) => ({
    message: `${d.path} cannot be reserved for this process: ${d.reason}.`,
    hint: 'coldstart keeps other coldstarts away with a local socket; check that this place allows one.',
    exitCode: exitCodes.failed,
  }),
  'lock-folder-taken': (d: { folder: string }) => ({
    message: `${d.folder}, where coldstart keeps its locks, is not a folder of this user.`,
    hint: 'Somebody else made it. Remove it (or have it removed), and run again.',
    exitCode: exitCodes.failed,
  }),
}
