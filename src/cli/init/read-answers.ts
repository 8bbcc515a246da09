import { isAbsolute, relative } from 'node:path'
import { findFunction } from '../../bench/find-function.ts'
import { functionSettings } from '../../config/function-settings.ts'
import { parseTargetAddress, type TargetAddress } from '../../config/target-address.ts'
import { fraction } from '../../config/value-kinds.ts'
import { ColdstartError } from '../../core/errors.ts'
import { variableNamed } from '../../core/query-variables.ts'
import type { HistoryPlace, InitAnswers } from './answers.ts'
import type { GivenWords } from './ask.ts'
import { OWN_CONFIG } from './config-files.ts'
import type { FoundProject } from './read-project.ts'

const DEFAULT_LIMIT = '10%'

/**
 * Checks what was typed and answered, and puts the defaults in.
 * @throws ColdstartError `bad-arguments`, `bad-target`, `no-function`, `init-names-nothing`, `init-has-config`,
 *   `init-outside`, `init-keeps-secrets`
 */
export async function readAnswers(
  given: GivenWords,
  project: FoundProject,
  cwd: string,
): Promise<InitAnswers> {
  const { ci = project.hasGitLab ? 'gitlab' : 'github', setup, limit = DEFAULT_LIMIT } = given
  const functions = given.functions ?? []
  await refuseFunctions(functions, project, cwd)
  const targets = (given.targets ?? []).map(readTarget)
  refuseTwins(targets)
  const config = functions.length === 0 && project.config?.hasFunctions ? project.config.path : undefined
  const isOwn = functions.length > 0 || config !== undefined
  if (!isOwn && targets.length === 0)
    throw new ColdstartError('init-names-nothing', { candidates: project.candidates })
  refuseUnusable(given, isOwn)
  return {
    functions,
    ...(config !== undefined && { config }),
    targets,
    ci,
    history: readPlace(given.history, ci),
    limit,
    ...(setup !== undefined && { setup }),
    ...(project.install !== undefined && { install: project.install }),
  }
}

/**
 * Functions are written into a configuration of init's own, beside which there can be no other; jobs check out the
 * repository and nothing else.
 */
async function refuseFunctions(
  words: readonly string[],
  { config, top }: FoundProject,
  cwd: string,
): Promise<void> {
  if (words.length === 0) return
  if (config !== undefined && config.path !== OWN_CONFIG)
    throw new ColdstartError('init-has-config', { path: config.path })
  const read = functionSettings.safeParse(words)
  if (!read.success) {
    const [{ message = 'cannot be read' } = {}] = read.error.issues
    throw new ColdstartError('bad-arguments', {
      reason: `The line of functions ${message}.`,
      command: 'init',
    })
  }
  for (const { entry } of read.data) {
    const path = relative(top, await findFunction(entry, cwd))
    if (path.startsWith('..') || isAbsolute(path))
      throw new ColdstartError('init-outside', { path: entry, top })
  }
}

/** The configuration is a table of names, which would keep the last of two. */
function refuseTwins(targets: readonly TargetAddress[]): void {
  const names = targets.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) < index)
  if (twice !== undefined)
    throw new ColdstartError('bad-arguments', {
      reason: `--target names two targets "${twice}"; give each a name of its own.`,
      command: 'init',
    })
}

/** What is written into a file of the repository must be no secret. */
function readTarget(text: string): TargetAddress {
  const target = parseTargetAddress(text)
  if (!/^https?:/i.test(target.url)) return target
  const { username, password, searchParams } = new URL(target.url)
  const values = [username, password, ...searchParams.values()].filter((value) => value !== '')
  if (values.every((value) => variableNamed(value) !== undefined)) return target
  throw new ColdstartError('init-keeps-secrets', { name: target.name })
}

function refuseUnusable({ setup, limit }: GivenWords, hasFunctions: boolean): void {
  const option = setup !== undefined ? '--setup' : limit !== undefined ? '--fail-if-slower' : undefined
  if (option !== undefined && !hasFunctions)
    throw new ColdstartError('without-effect', { option, why: 'No function of yours is named' })
  if (setup !== undefined && /[\r\n]/.test(setup))
    throw new ColdstartError('bad-arguments', { reason: '--setup is one line.', command: 'init' })
  if (limit !== undefined && !(/^[\d.]+%?$/.test(limit) && fraction.safeParse(limit).success))
    throw new ColdstartError('bad-arguments', {
      reason: `--fail-if-slower takes a share such as 10%, not "${limit}".`,
      command: 'init',
    })
}

function readPlace(history: HistoryPlace | undefined, ci: InitAnswers['ci']): HistoryPlace {
  const only = { github: undefined, gitlab: 'artifact', shell: 'folder' } as const
  const place = only[ci]
  if (place === undefined || history === undefined || history === place) return history ?? place ?? 'branch'
  throw new ColdstartError('bad-arguments', {
    reason: `With --ci ${ci} recorded runs live in ${place === 'artifact' ? 'the cache and the artifacts of the jobs' : 'results/'}.`,
    command: 'init',
    suggestion: `--history ${place}`,
  })
}
