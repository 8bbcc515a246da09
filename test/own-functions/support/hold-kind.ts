import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Expected, Kind } from '../kinds/kind.ts'
import { type CaseRun, isNode24, measure } from './run-case.ts'

/** Makes a test of each kind; those that import packages of others run where these are installed. */
export function describeKinds(title: string, kinds: readonly Kind[]): void {
  describe(title, () => {
    for (const kind of kinds) {
      const modules = modulesOf(kind)
      const isReady = modules === undefined || existsSync(modules)
      it.skipIf(!isReady)(
        isReady ? kind.name : `${kind.name} (enable with: bash .ci/install-oracles.sh)`,
        () => holdKind(kind, modules),
      )
    }
  })
}

/** Where the packages that a kind imports are installed, or are not. */
export function modulesOf({ packages }: Kind): string | undefined {
  return packages && fileURLToPath(new URL(`../../oracles/${packages}/node_modules`, import.meta.url))
}

/**
 * Measures a kind of function with `bench` and compares what it gives.
 * @param modules folder of the packages that it imports
 * @param elsewhere what is to be said and set for it to run somewhere else than on the engine
 */
export async function holdKind(
  kind: Kind,
  modules: string | undefined,
  elsewhere: Pick<CaseRun, 'words' | 'shell'> = {},
): Promise<void> {
  const {
    contract,
    entry,
    files,
    links = {},
    request,
    env,
    functionTimeout,
    exported,
    found,
    words = [],
  } = kind
  const outcome = await measure(
    { contract, function: entry, files, links },
    {
      ...(request && { request }),
      ...(env && { variables: env }),
      ...(functionTimeout && { timeoutMs: functionTimeout }),
      ...(exported && { exported }),
      ...(found && { detects: found }),
      ...(modules && { modules, copies: false }),
      ...(elsewhere.shell && { shell: elsewhere.shell }),
      words: ['--cold', '1', '--warm', '1', ...words, ...(elsewhere.words ?? [])],
    },
  )
  const expected = (isNode24 ? kind.node24 : undefined) ?? kind.expect
  if (expected.refused !== undefined) {
    expect(outcome.code).toBe(2)
    expect(outcome.stderr).toContain(expected.refused)
  } else checkReplies(outcome, expected)
}

function checkReplies(
  { samples, first, value, stderr }: Awaited<ReturnType<typeof measure>>,
  expected: Expected,
) {
  const errors = samples.flatMap(({ error }) => error?.message ?? [])
  expect(samples.length, stderr).toBeGreaterThan(0)
  if (expected.error !== undefined) {
    expect(errors).toHaveLength(samples.length)
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
