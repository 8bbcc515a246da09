import { exitCodes } from '../exit-codes.ts'

const { failed, usage } = exitCodes

/** A run cannot be written, read or continued. */
export const runErrors = {
  'cannot-write': (d: { path: string; reason: string }) => ({
    message: `${d.path} cannot be written: ${d.reason}.`,
    hint: 'Work in a folder that can be written to, and check the space left on the disk.',
    exitCode: failed,
  }),
  'no-browser': (d: { path: string; reason: string }) => ({
    message: `${d.path} is written, but no browser could be started for it: ${d.reason}.`,
    hint: 'Open the file yourself; it needs no other file.',
    exitCode: failed,
  }),
  'too-few-files': (d: { burst: number; needed: number; most: number; fitting: number }) => ({
    message: `A burst of ${d.burst} needs about ${d.needed} open files, and this shell allows ${d.most}.`,
    hint: `Raise the limit first (ulimit -n ${d.needed})${d.fitting > 1 ? `, or use a smaller burst: --burst ${d.fitting}` : ''}. Nothing was measured yet.`,
    exitCode: usage,
  }),
  'cannot-merge': (d: { reasons: readonly string[] }) => ({
    message: `These runs cannot be merged: ${d.reasons.join('; ')}.`,
    hint: 'Only finished runs of the same plan and the same code can be merged. For anything else, use coldstart compare.',
    exitCode: usage,
  }),
  'journal-failed': (d: { path: string; reason: string; isUnflushed?: boolean }) => ({
    message: `The run stopped because its run file ${d.path} could not be written: ${d.reason}.`,
    hint: d.isUnflushed
      ? 'The file has every sample, but the disk may not have taken those of the last tenth of a second. See to the disk, then continue with coldstart resume.'
      : 'Every sample before this one is saved. Make room, then continue with coldstart resume.',
    exitCode: failed,
  }),
  'run-not-found': (d: { run: string; folder?: string; suggestion?: string | undefined }) => ({
    message: `There is no run "${d.run}"${d.folder === undefined ? '' : ` in ${d.folder}`}.`,
    hint: d.suggestion ? `Did you mean ${d.suggestion}?` : 'coldstart runs lists the runs there are.',
    exitCode: usage,
  }),
  'run-file-gone': (d: { run: string; document: string }) => ({
    message: `Of the run ${d.run} only its result document is left (${d.document}). A run goes on in its run file (.jsonl), which is not there.`,
    hint: `Restore the run file. Or see what was measured with coldstart report ${d.run}.`,
    exitCode: usage,
  }),
  'incomplete-package': (d: { path: string; reason: string }) => ({
    message: `${d.path}, a file of coldstart itself, cannot be read: ${d.reason}.`,
    hint: 'Install coldstart again: a part of it is missing or damaged. What was measured is not touched.',
    exitCode: failed,
  }),
  'journal-empty': (d: { path: string }) => ({
    message: `${d.path} ends before its header: the run was killed before its first invocation.`,
    hint: 'Nothing was measured, so nothing is lost. Delete the file and start the run again.',
    exitCode: failed,
  }),
  'journal-corrupt': (d: { path: string; line: number; reason: string }) => ({
    message: `${d.path} is damaged at line ${d.line}: ${d.reason}.`,
    hint: 'Only an incomplete last line is normal. Restore the file from a copy, or remove that line if you know what it was.',
    exitCode: failed,
  }),
  'journal-newer': (d: { path: string; version: number; known: number }) => ({
    message: `${d.path} was written by a newer coldstart (schema ${d.version}; this one reads up to ${d.known}).`,
    hint: 'Update coldstart and try again; the file is untouched.',
    exitCode: failed,
  }),
  'journal-in-use': (d: { path: string }) => ({
    message: `${d.path} is being written by another coldstart.`,
    hint: 'Wait for that run to end, or stop it, and try again.',
    exitCode: failed,
  }),
  'run-finished': (d: { run: string; isLatest?: true; unfinished?: string | undefined }) => ({
    message: `The ${d.isLatest ? 'latest ' : ''}run ${d.run} is finished; there is nothing to resume.`,
    hint: d.unfinished
      ? `The newest unfinished run is ${d.unfinished}: coldstart resume ${d.unfinished}.`
      : `See it with coldstart report ${d.run}.`,
    exitCode: usage,
  }),
  'plan-changed': (d: { run: string; reason: string }) => ({
    message: `The run ${d.run} cannot be resumed: ${d.reason}.`,
    hint: 'Resume it with the coldstart version that started it, or start a new run.',
    exitCode: failed,
  }),
  'function-changed': (d: { run: string; name: string; root: string }) => ({
    message: `The run ${d.run} cannot be resumed: the package of ${d.name} (${d.root}) has changed since its samples were measured.`,
    hint: 'Put its files back as they were, or start a new run.',
    exitCode: usage,
  }),
  'url-does-not-answer': (d: { target: string; reason: string }) => ({
    message: `${d.target} was asked once before its idle period and did not answer as a function does: ${d.reason}.`,
    hint: 'Check the address in a browser or with curl. Nothing was measured yet.',
    exitCode: failed,
  }),
  'resumed-elsewhere': (d: { run: string; differences: readonly string[] }) => ({
    message: `The run ${d.run} cannot be resumed here, since one run must not mix two machines, Node versions or places (there against here): ${d.differences.join('; ')}.`,
    hint: `Resume it where it was started, or start a new run. What it has so far: coldstart report ${d.run}.`,
    exitCode: usage,
  }),
  declined: (d: { asked: boolean }) => ({
    message: d.asked
      ? 'Nothing was deployed and nothing was measured, because the deploy was declined.'
      : 'Nothing was deployed, because nobody was asked: the context has no agree function.',
    hint: d.asked
      ? 'Run it again and agree, or measure on the local engine.'
      : 'Pass agree: (plans) => true, or a function that asks.',
    exitCode: failed,
  }),
  'nothing-to-explain': (d: { reason: string }) => ({
    message: `No cold start of the function was measured, so there is nothing to explain: ${d.reason}.`,
    hint: 'Run coldstart bench with the same options to see what the function answers, then try again.',
    exitCode: failed,
  }),
  'cannot-count': (d: { reason: string }) => ({
    message: `Nothing can be counted: ${d.reason}.`,
    hint: 'Leave --count out to measure times.',
    exitCode: failed,
  }),
  'cannot-judge-count': (d: { budget: string; reason: string }) => ({
    message: `The budget ${d.budget} cannot be judged: ${d.reason}.`,
    hint: 'Install what is missing, or hold count.bytes, count.reads or count.faults to a limit: those need nothing.',
    exitCode: usage,
  }),
  'cannot-evict': (d: { target: string; provider: string }) => ({
    message: `${d.target} cannot be forced cold: ${d.provider === 'http' ? 'coldstart knows only its URL' : `${d.provider} has no way to do it`}.`,
    hint: 'Use --cold-by idle, or leave that target out.',
    exitCode: usage,
  }),
}
