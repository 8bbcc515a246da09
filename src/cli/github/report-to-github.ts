import { appendFile, stat } from 'node:fs/promises'
import { relative } from 'node:path'
import { messageOf } from '../../core/errors.ts'
import { plainValue } from '../../core/plain-text.ts'
import type { Result } from '../../core/result.ts'
import { markdown } from '../../reporters/markdown.ts'
import type { Io } from '../io.ts'
import { annotationsOf, outputsOf } from './workflow-commands.ts'

/** GitHub takes 1 MiB a step; more is refused as a whole. */
const MOST_SUMMARY_BYTES = 900_000

/**
 * In a job of GitHub Actions: the report as the job's summary, an annotation for each budget that did not pass, and the
 * verdict as outputs of the step. Nothing anywhere else. What GitHub's files refuse is a warning, never an error: the
 * figures are on stdout all the same.
 * @param document path of the result document, where one was written
 */
export async function reportToGitHub(result: Result, document: string | undefined, io: Io): Promise<void> {
  const { env, cwd, stderr } = io
  if (env.GITHUB_ACTIONS !== 'true') return
  const plain = plainValue(result)
  const path = document === undefined ? undefined : relative(cwd, document)
  for (const line of annotationsOf(plain)) stderr.writeOwn(`${line}\n`)
  try {
    await appendWithin(env.GITHUB_STEP_SUMMARY, markdown(plain, { columns: 80, colorLevel: 0 }))
    if (env.GITHUB_OUTPUT) await appendFile(env.GITHUB_OUTPUT, outputsOf(plain, path))
  } catch (error) {
    stderr.write(`warning: the job's summary or outputs could not be written: ${messageOf(error)}\n`)
  }
}

/** A summary that would not fit is left out, and that is said where it still fits. */
async function appendWithin(path: string | undefined, text: string): Promise<void> {
  if (!path) return
  const before = (await stat(path).catch(() => undefined))?.size ?? 0
  const left = MOST_SUMMARY_BYTES - before
  const short = 'The report is too long for a job summary; it is in the log of the step.\n'
  const fitting = [text, short].find((one) => Buffer.byteLength(one) <= left)
  if (fitting !== undefined) await appendFile(path, `${fitting}\n`)
}
