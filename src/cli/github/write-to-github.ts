import { appendFile, stat } from 'node:fs/promises'
import { messageOf } from '../../core/errors.ts'
import { posixRelative } from '../../core/posix-path.ts'
import type { Io } from '../io.ts'
import { type Annotation, workflowCommands } from './workflow-commands.ts'

/** GitHub takes 1 MiB a step; more is refused as a whole. */
const MOST_SUMMARY_BYTES = 900_000

/** What a step of GitHub Actions is told. */
export interface GitHubReport {
  /** Markdown, for the job's summary. */
  readonly summary: string
  /** The weightiest first. */
  readonly annotations: readonly Annotation[]
  /** As in "3 more budgets did not pass". */
  readonly noun: string
  readonly outputs: Readonly<Record<string, string | undefined>>
}

/**
 * In a job of GitHub Actions: the summary of the job, annotations, and outputs of the step. Nothing anywhere else. What
 * GitHub's files refuse is a warning, never an error: the figures are on stdout all the same.
 */
export async function writeToGitHub(
  { summary, annotations, noun, outputs }: GitHubReport,
  { env, cwd, stderr }: Io,
): Promise<void> {
  if (env.GITHUB_ACTIONS !== 'true') return
  for (const line of workflowCommands(annotations, folderIn(env.GITHUB_WORKSPACE, cwd), noun))
    stderr.writeOwn(`${line}\n`)
  try {
    await appendWithin(env.GITHUB_STEP_SUMMARY, summary)
    if (env.GITHUB_OUTPUT) await appendFile(env.GITHUB_OUTPUT, outputLines(outputs))
  } catch (error) {
    stderr.write(`warning: the job's summary or outputs could not be written: ${messageOf(error)}\n`)
  }
}

/** From the checkout to the folder that a step works in; '' where that is no folder of it. */
function folderIn(workspace: string | undefined, cwd: string): string {
  const path = workspace ? posixRelative(workspace, cwd) : ''
  return /^(?:\.\.(?:\/|$)|[A-Za-z]:|\/)/.test(path) ? '' : path
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

function outputLines(outputs: GitHubReport['outputs']): string {
  const given = Object.entries(outputs).filter(([, value]) => value !== undefined)
  return given.map(([name, value = '']) => `${name}=${value.replace(/[\r\n]+/g, ' ')}\n`).join('')
}
