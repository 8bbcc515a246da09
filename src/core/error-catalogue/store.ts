import { exitCodes } from '../exit-codes.ts'

/** By the system's code. */
const systemHints: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: make room, then run again.',
  EDQUOT: 'Your share of the disk is used up: make room, then run again.',
  EROFS: 'That place is read-only: work in a folder that can be written to.',
  EACCES: 'Check the permissions of that path and of the folders above it.',
  EPERM: 'Check the permissions of that path and of the folders above it.',
  EMFILE: 'Too many files are open at once: raise the limit (ulimit -n), or ask for fewer at once.',
  ENFILE: 'Too many files are open on this machine: close something, or ask for fewer at once.',
  ENOENT: 'Make that folder, or check what names it (TMPDIR, HOME, a path that was given).',
}

/** Something on disk is not what it should be, or is not there. */
export const storeErrors = {
  'no-working-folder': (_: object) => ({
    message: 'The folder that this shell works in does not exist any more.',
    hint: 'It was removed or replaced. Change into it again (cd .), or into another folder.',
    exitCode: exitCodes.failed,
  }),
  'system-refused': (d: { code: string; reason: string; path?: string }) => ({
    message: `The system refused something that coldstart needs: ${d.reason}.`,
    hint:
      systemHints[d.code] ?? `Check ${d.path ?? 'the permissions and the room on the disk'}, then run again.`,
    exitCode: exitCodes.failed,
  }),
  'samples-gone': (d: { path: string; runFile: string }) => ({
    message: `${d.path} holds figures and waits, but no whole samples. Those are in ${d.runFile}, which is not there.`,
    hint: 'Restore the run file, or do without --samples. bench --samples writes them into the document too.',
    exitCode: exitCodes.failed,
  }),
  'journal-encoding': (d: { path: string }) => ({
    message: `${d.path} cannot be resumed: it was saved again as UTF-16 or with a byte order mark.`,
    hint: 'report and compare can still read it. Resume the original, or save this one as plain UTF-8.',
    exitCode: exitCodes.failed,
  }),
  'not-a-file': (d: { path: string; kind: string }) => ({
    message: `${d.path} is ${d.kind}, not a file.`,
    hint: 'Save it to a file first, and give the path of that.',
    exitCode: exitCodes.usage,
  }),
  'not-writable': (d: { path: string; kind: string; wanted: string }) => ({
    message: `Nothing can be written there: ${d.path} is ${d.kind}, not a ${d.wanted}.`,
    hint: 'Choose another name. A pipe or a device can be given what is printed: --format json > name.',
    exitCode: exitCodes.usage,
  }),
  'cannot-read': (d: { path: string; reason: string }) => ({
    message: `${d.path} cannot be read: ${d.reason}.`,
    hint: 'Check its permissions and those of the folders above it.',
    exitCode: exitCodes.failed,
  }),
  'bad-salt': (d: { path: string }) => ({
    message: `${d.path} is not what coldstart wrote there, so nothing can be compared with the hashes in recorded runs.`,
    hint: 'Restore it from a copy, or delete it: a new one is made, and runs with sealed values cannot be resumed.',
    exitCode: exitCodes.failed,
  }),
  'sealed-value-given': (d: { target: string }) => ({
    message: `The address of ${d.target} holds a hash that coldstart wrote in place of a value.`,
    hint: 'Results hold hashes of query values and passwords. Give the address with the values themselves.',
    exitCode: exitCodes.usage,
  }),
  'unset-variable': (d: { name: string }) => ({
    message: `The variable ${d.name} is not set or is empty, and a target's address takes its value from it.`,
    hint: `Set ${d.name} and run again.`,
    exitCode: exitCodes.usage,
  }),
  'sealed-value-missing': (d: { run: string; target: string; literals: readonly string[] }) => ({
    message: `The address of ${d.target} had values that are not stored: ${d.literals.join(', ')}.`,
    hint: `Give the same address again: coldstart resume ${d.run} --target "${d.target}=<the whole address>".`,
    exitCode: exitCodes.usage,
  }),
  'sealed-value-changed': (d: { run: string; target: string }) => ({
    message: `The address of ${d.target} is not the one that ${d.run} was started with: a hash differs.`,
    hint: 'Give the same values (in --target, or in the variable that it names), or start a new run. The hashes hold in the folder whose .coldstart/salt they were made with.',
    exitCode: exitCodes.usage,
  }),
  'not-a-target-of-run': (d: { run: string; target: string }) => ({
    message: `${d.target} is not a target of ${d.run}.`,
    hint: 'Name the targets as the run did; a target that was given without a name is called by its host.',
    exitCode: exitCodes.usage,
  }),
  'ambiguous-run': (d: { run: string; candidates: readonly string[]; more: number }) => ({
    message: `"${d.run}" is the beginning of several runs: ${d.candidates.join(', ')}${d.more > 0 ? ` and ${d.more} more` : ''}.`,
    hint: 'Type more of the id you mean.',
    exitCode: exitCodes.usage,
  }),
  'nothing-to-resume': (d: { running: readonly string[] }) => ({
    message:
      d.running.length > 0
        ? `No run can be resumed: ${d.running.join(', ')} is still being measured by another coldstart.`
        : 'There is no unfinished run.',
    hint: 'coldstart runs lists what there is; coldstart bench starts a new one.',
    exitCode: exitCodes.usage,
  }),
  'cannot-lock': (d: { path: string; reason: string }) => ({
    message: `${d.path} cannot be reserved for this process: ${d.reason}.`,
    hint: 'coldstart locks its files with a local socket; check that this system allows one.',
    exitCode: exitCodes.failed,
  }),
  'lock-folder-taken': (d: { folder: string }) => ({
    message: `${d.folder}, where coldstart keeps its locks, is not a folder of this user.`,
    hint: 'Somebody else made it. Remove it (or have it removed), and run again.',
    exitCode: exitCodes.failed,
  }),
}
