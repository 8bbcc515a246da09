import { ColdstartError } from '../../core/errors.ts'
import { type ExitCode, exitCodes } from '../../core/exit-codes.ts'
import type { Io } from '../io.ts'
import type { InitAnswers, PlannedFile } from './answers.ts'
import type { Asker, GivenWords } from './ask.ts'
import { configFiles, variablesOf } from './config-files.ts'
import { githubFiles } from './github.ts'
import { GITLAB_INCLUDE, gitlabFiles } from './gitlab.ts'
import { historySteps } from './history-steps.ts'
import { readAnswers } from './read-answers.ts'
import { type FoundProject, readProject } from './read-project.ts'
import { shellFiles } from './shell.ts'
import { type FileState, lookAtFiles, writeFiles } from './write-files.ts'

/** How `init` goes about it; what it writes is in its answers. */
export interface InitOptions {
  readonly dryRun: boolean
  readonly force: boolean
  /** Asks nothing. */
  readonly yes: boolean
}

/**
 * Writes the files and says what became of each, on stdout; what to do next, on stderr.
 * @throws ColdstartError those of `readAnswers` and `writeFiles`; `init-files-differ` where nobody can be asked
 */
export async function runInit(words: GivenWords, options: InitOptions, io: Io): Promise<ExitCode> {
  const project = await readProject(io)
  const asker = await openAskerOn(io, options)
  const given = asker ? await asker.words(words, project) : words
  if (!given) return stopped(io)
  const answers = await readAnswers(withSoleCandidate(given, project, io), project, io.cwd)
  const states = await lookAtFiles(filesOf(answers, project), project.top)
  if (options.dryRun) return show(states, io)
  const chosen = await choose(states, options, asker)
  if (!chosen) return stopped(io)
  await writeFiles(chosen, project.top)
  for (const { file, state } of states)
    io.stdout.write(
      `${chosen.includes(file) ? 'wrote    ' : state === 'same' ? 'unchanged' : 'kept     '} ${file.path}\n`,
    )
  io.stderr.write(nextSteps(answers, project))
  return exitCodes.done
}

function stopped(io: Io): ExitCode {
  io.stderr.write('Nothing was written.\n')
  return exitCodes.interrupted
}

async function openAskerOn({ terminal, stderr }: Io, { yes }: InitOptions): Promise<Asker | undefined> {
  if (yes || !terminal) return undefined
  const { openAsker } = await import('./ask.ts')
  return openAsker(terminal, stderr.colorLevel > 0)
}

/** The only file that looks like a function is taken where nothing is named, and that is said. */
function withSoleCandidate(given: GivenWords, { candidates, config }: FoundProject, io: Io): GivenWords {
  const [sole] = candidates
  const isNamed = (given.functions?.length ?? 0) + (given.targets?.length ?? 0) > 0 || config?.hasFunctions
  if (isNamed || sole === undefined || candidates.length > 1) return given
  io.stderr.write(`The function is ${sole}: no other was found.\n`)
  return { ...given, functions: [sole] }
}

function filesOf(answers: InitAnswers, project: FoundProject): PlannedFile[] {
  const jobs = {
    github: () => githubFiles(answers, project),
    gitlab: () => gitlabFiles(answers, project, project.hasGitLab),
    shell: () => shellFiles(answers, project),
  }
  return [...configFiles(answers, project), ...jobs[answers.ci]()]
}

/** @returns what is to be written; undefined where the user has had enough */
async function choose(
  states: readonly FileState[],
  { force }: InitOptions,
  asker: Asker | undefined,
): Promise<PlannedFile[] | undefined> {
  const others = states.filter(({ state }) => state === 'other')
  if (others.length > 0 && !force && !asker)
    throw new ColdstartError('init-files-differ', { paths: others.map(({ file }) => file.path) })
  const chosen: PlannedFile[] = []
  for (const { file, state } of states) {
    if (state === 'same') continue
    const isWanted = state === 'missing' || force || (await asker?.mayOverwrite(file.path))
    if (isWanted === undefined) return undefined
    if (isWanted) chosen.push(file)
  }
  return chosen
}

function show(states: readonly FileState[], io: Io): ExitCode {
  for (const { file, state } of states) {
    const words = { missing: 'would be written', same: 'is there already', other: 'is there and differs' }[
      state
    ]
    io.stdout.write(`── ${file.path}: ${words}\n${state === 'same' ? '' : file.text}\n`)
  }
  io.stderr.write('Nothing was written.\n')
  return exitCodes.done
}

function nextSteps(answers: InitAnswers, project: FoundProject): string {
  const { ci, history } = answers
  const secrets = variablesOf(answers)
  const where = {
    github: () => historySteps(history, project).where,
    gitlab: () => 'the cache and the artifacts of the scheduled jobs',
    shell: () => 'results/, which that machine must keep',
  }[ci]()
  return [
    '',
    ...(answers.config === undefined ? [] : [`The functions are those of ${answers.config}.`]),
    `Recorded runs will live in ${where}.`,
    ...(secrets.length > 0
      ? [`The jobs read ${secrets.join(', ')}: store them as secrets of the repository.`]
      : []),
    ...(ci === 'gitlab' && project.hasGitLab
      ? [`Add to .gitlab-ci.yml, which is yours:\n${GITLAB_INCLUDE.trimEnd()}`]
      : []),
    ...(ci === 'gitlab' ? ['Recording needs a pipeline schedule: Build > Pipeline schedules.'] : []),
    'Next: commit these files. Try them here with npx coldstart bench.',
    '',
  ].join('\n')
}
