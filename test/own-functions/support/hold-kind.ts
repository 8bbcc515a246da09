import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { failuresOf, timedOf } from '../../support/sample-failures.ts'
import type { Expected, Kind } from '../kinds/kind.ts'
import type { CaseFunction, CaseOutcome, CaseRun } from './case.ts'
import { isNode24, measure, measureTogether } from './run-case.ts'

/** Each leaves a process of its own behind until the run ends. */
const MOST_TOGETHER = 16

/** Makes a test of each kind; those that import packages of others run where these are installed. */
export function describeKinds(title: string, kinds: readonly Kind[]): void {
  const measured = measuredTogether(kinds.filter((kind) => isReady(kind) && goesTogether(kind)))
  describe(title, () => {
    for (const kind of kinds)
      it.skipIf(!isReady(kind))(
        isReady(kind) ? kind.name : `${kind.name} (enable with: bash .ci/install-oracles.sh)`,
        async () => hold(expectedOf(kind), await (measured(kind) ?? measureAlone(kind, modulesOf(kind)))),
      )
  })
}

function isReady(kind: Kind): boolean {
  const modules = modulesOf(kind)
  return modules === undefined || existsSync(modules)
}

/** What is refused is refused before anything runs, so the others would not run either; words are for all of a run. */
function goesTogether({ expect: { refused }, words, isAlone }: Kind): boolean {
  return refused === undefined && words === undefined && isAlone !== true
}

/**
 * Measures many kinds in one run, when the first of them is asked for.
 * @returns of a kind what it gave; undefined for one that is measured alone, and when it is asked for once more
 */
function measuredTogether(kinds: readonly Kind[]): (kind: Kind) => Promise<CaseOutcome> | undefined {
  const waiting = new Map<Kind, () => Promise<CaseOutcome>>()
  for (let from = 0; from < kinds.length; from += MOST_TOGETHER) {
    const some = kinds.slice(from, from + MOST_TOGETHER)
    let outcomes: Promise<CaseOutcome[]> | undefined
    for (const [index, kind] of some.entries())
      waiting.set(kind, async () => {
        outcomes ??= measureTogether(some.map((one) => [caseOf(one), runOf(one, modulesOf(one))]))
        return (await outcomes)[index] as CaseOutcome
      })
  }
  return (kind) => {
    const outcome = waiting.get(kind)
    waiting.delete(kind)
    return outcome?.()
  }
}

/** Where the packages that a kind imports are installed, or are not. */
export function modulesOf({ packages }: Kind): string | undefined {
  return packages && fileURLToPath(new URL(`../../oracles/${packages}/node_modules`, import.meta.url))
}

/**
 * Deploys a kind of function with `bench`, measures it and compares what it gives. What platforms keep to themselves of
 * an error, which the engine tells, is not asked for.
 * @param modules folder of the packages that it imports
 * @param cloud what is to be said and set for it to be deployed
 */
export async function holdDeployed(
  kind: Kind,
  modules: string | undefined,
  cloud: Pick<CaseRun, 'words' | 'shell'>,
): Promise<void> {
  const here = expectedOf(kind)
  const untold = here.error === undefined ? here : { ...here, error: '' }
  hold(typeof kind.elsewhere === 'object' ? kind.elsewhere : untold, await measureAlone(kind, modules, cloud))
}

function expectedOf({ node24, expect: here }: Kind): Expected {
  return (isNode24 ? node24 : undefined) ?? here
}

function measureAlone(
  kind: Kind,
  modules: string | undefined,
  { words = [], shell }: Pick<CaseRun, 'words' | 'shell'> = {},
): Promise<CaseOutcome> {
  return measure(caseOf(kind), {
    ...runOf(kind, modules),
    ...(shell && { shell }),
    words: ['--cold', '1', '--warm', '1', ...(kind.words ?? []), ...words],
  })
}

function caseOf({ contract, entry, files, links = {} }: Kind): CaseFunction {
  return { contract, function: entry, files, links }
}

function runOf(
  { request, env, functionTimeout, exported, found }: Kind,
  modules: string | undefined,
): CaseRun {
  return {
    ...(request && { request }),
    ...(env && { variables: env }),
    ...(functionTimeout && { timeoutMs: functionTimeout }),
    ...(exported && { exported }),
    ...(found && { detects: found }),
    ...(modules && { modules, copies: false }),
  }
}

function hold(expected: Expected, outcome: CaseOutcome): void {
  if (expected.refused === undefined) checkReplies(outcome, expected)
  else {
    expect(outcome.code).toBe(2)
    expect(outcome.stderr).toContain(expected.refused)
  }
}

function checkReplies({ samples, first, value, stderr }: CaseOutcome, expected: Expected): void {
  const timed = timedOf(samples)
  const errors = failuresOf(timed)
  expect(timed.length, stderr).toBeGreaterThan(0)
  if (expected.error !== undefined) {
    expect(errors).toHaveLength(timed.length)
    for (const message of errors) expect(message).toContain(expected.error)
    return
  }
  expect(errors).toEqual([])
  if ('value' in expected) expect(value).toEqual(expected.value)
  if (expected.part) expect(value).toMatchObject(expected.part)
  if (expected.length !== undefined) expect((value as string).length).toBe(expected.length)
  if (expected.status !== undefined) expect(first?.status).toBe(expected.status)
  for (const [name, text] of Object.entries(expected.headers ?? {}))
    expect(oneSpacing([first?.headers[name]].flat().join(','))).toBe(oneSpacing(text))
}

/** Headers of one name are joined with or without a space. */
function oneSpacing(joined: string): string {
  return joined.replace(/,\s+/g, ',')
}
