import { ColdstartError, isColdstartError } from '../../core/errors.ts'
import { type ExitCode, exitCodes } from '../../core/exit-codes.ts'
import type { CommandDefinition } from '../command.ts'
import type { CommentOutcome } from '../github/keep-comment.ts'
import type { PullRequest } from '../github/pull-request.ts'
import type { Io } from '../io.ts'

/** `coldstart comment`: the one comment on a pull request, in GitHub Actions. */
export const comment: CommandDefinition = {
  description: 'Keeps one comment on the pull request of this job, written only when something matters.',
  arguments: [
    { name: '[run]', text: 'a run file, a result document, a run id, or latest (default: latest)' },
  ],
  options: [
    {
      flags: '--name <words>',
      text: 'name of the comment, for a pull request with several',
      default: 'cold starts',
    },
    {
      flags: '--pull-request <number>',
      text: 'number of the pull request, if the event of the job names none',
    },
  ],
  examples: `A comment is made when a budget fails or a change is shown, brought up to date
while that holds, and once more when it no longer does. Takes GITHUB_TOKEN
(permissions: pull-requests: write), GITHUB_REPOSITORY, GITHUB_EVENT_PATH and
GITHUB_API_URL. Where the token may only read, as on a pull request from a fork,
the job summary has to do.

Examples:
  coldstart comment
  coldstart comment "$RUN" --name 'api/hello'`,
  async action({ args, options, io }) {
    const { readPullRequest } = await import('../github/pull-request.ts')
    const name = readName(options.name)
    const pull = await readPullRequest(io, await readNumber(options.pullRequest))
    if (!pull) {
      io.stderr.write('This job is of no pull request: there is nothing to comment on.\n')
      return exitCodes.done
    }
    return keep(String(args[0] ?? 'latest'), name, pull, io)
  },
}

/** It stands in an HTML comment on the first line, which nothing ends but `-->` and `--!>`; a path has to fit. */
function readName(name: string): string {
  if (/^[^<>\p{C}]{1,1000}$/u.test(name)) return name
  throw new ColdstartError('bad-arguments', {
    reason: `A comment cannot be named ${JSON.stringify(name)}: up to 1,000 characters, without < and >.`,
    command: 'comment',
  })
}

async function readNumber(text: string | undefined): Promise<number | undefined> {
  if (text === undefined) return undefined
  const { readWholeNumber } = await import('../whole-number.ts')
  return readWholeNumber(text, { flag: '--pull-request', command: 'comment', least: 1, most: 2 ** 31 })
}

async function keep(run: string, name: string, pull: PullRequest, io: Io): Promise<ExitCode> {
  const { report } = await import('../../bench/report.ts')
  const { openComments } = await import('../github/comments-api.ts')
  const { keepComment } = await import('../github/keep-comment.ts')
  const { withCalls } = await import('../run-context.ts')
  const result = await report(run, { cwd: io.cwd, samples: false })
  return withCalls(io, async (context) => {
    const outcome = await keepComment(result, name, openComments(pull, context), pull.runUrl).catch(readOnly)
    io.stderr.write(`${typeof outcome === 'string' ? say(outcome, pull) : outcome.message}\n`)
    return exitCodes.done
  })
}

/** What a token may not do is no failure of the job, which has its summary. */
function readOnly(error: unknown): ColdstartError {
  if (isColdstartError(error) && error.code === 'github-read-only') return error
  throw error
}

function say(outcome: CommentOutcome, { number }: PullRequest): string {
  return {
    created: `Commented on #${number}.`,
    updated: `Brought the comment on #${number} up to date.`,
    'nothing-to-say': `No comment on #${number}: no budget failed and no change is shown.`,
    unchanged: `The comment on #${number} still holds.`,
  }[outcome]
}
