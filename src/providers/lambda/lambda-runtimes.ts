import type { ColdstartError } from '../../core/errors.ts'
import { languageOf } from '../../workload/language.ts'
import { readRuntimeName, runtimeMeant } from '../../workload/runtime-name.ts'
import type { Language } from '../../workload/workload-description.ts'
import type { WorkloadSource } from '../../workload/workload-source.ts'
import { aliveMajors, nodeMajorOf } from '../node-runtime.ts'
import { badOption } from './bad-option.ts'
import { lambdaLimits } from './limits.ts'

const { runtimes } = lambdaLimits

/** What a function gets that names none, in order of preference: a region may not have the newest yet. */
const USUAL: Readonly<Record<Language, readonly string[]>> = {
  python: ['python3.14', 'python3.13'],
  ruby: ['ruby3.4', 'ruby3.3'],
  java: ['java25', 'java21'],
  provided: ['provided.al2023'],
}

/**
 * Runtimes of other languages, and since when Lambda takes no new functions of them: later than the end of their
 * support. Read on 2026-11-28 in cfn-lint 1.58.0 (`LmbdRuntimeLifecycle.json`, `create-block`). What is not here is
 * for AWS to answer.
 */
const CLOSED: Readonly<Record<string, string>> = {
  'python2.7': '2021-07-15',
  'python3.6': '2022-07-18',
  'python3.7': '2024-01-09',
  'ruby2.5': '2021-07-30',
  'ruby2.7': '2024-01-09',
  java8: '2024-02-08',
  'go1.x': '2024-02-08',
  provided: '2024-02-08',
}

/**
 * The runtimes that a function is tried with, in order.
 * @param wanted by the user, or undefined
 * @param wallMs now, epoch ms
 * @throws ColdstartError `lambda-bad-option` for one that is none, takes no new functions, or does not run the function's language;
 * `cannot-deploy` for a version of Node that has ended
 */
export function runtimesFor(
  wanted: string | undefined,
  workload: WorkloadSource,
  wallMs: number,
): readonly string[] {
  const language = 'file' in workload ? languageOf(workload.file) : undefined
  if (wanted === undefined)
    return language ? USUAL[language] : aliveMajors({ runtimes, wallMs }).map((major) => `nodejs${major}.x`)
  const name = readRuntimeName(wanted)
  if (!name || name.family === 'bun' || name.family === 'deno') throw noRuntime(wanted)
  const closed = CLOSED[wanted.toLowerCase()]
  if (closed)
    throw badOption(
      `Lambda takes no new functions of ${wanted} since ${closed}.`,
      `Give one that lives: ${hintFor(name.family)}.`,
    )
  if ('file' in workload && name.family !== (language ?? 'nodejs'))
    throw badOption(
      `${wanted} does not run ${workload.file}.`,
      `Give ${hintFor(language ?? 'nodejs')}, or leave it out.`,
    )
  if (name.family !== 'nodejs') return [wanted.toLowerCase()]
  return [`nodejs${nodeMajorOf(wanted, { provider: 'AWS Lambda', runtimes, wallMs })}.x`]
}

function hintFor(family: string): string {
  return (
    (USUAL as Readonly<Record<string, readonly string[]>>)[family]?.join(' or ') ??
    'nodejs24.x or provided.al2023'
  )
}

function noRuntime(wanted: string): ColdstartError {
  const meant = runtimeMeant(wanted)
  return badOption(
    `Lambda has no runtime "${wanted}".`,
    meant && !/^(bun|deno)/.test(meant)
      ? `Did you mean ${meant}?`
      : 'Write it like nodejs24.x, python3.13, java21 or provided.al2023.',
  )
}
