import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { isReservedName } from '../core/reserved-name.ts'
import type { Result } from '../core/result.ts'
import { suggestionFor } from '../core/suggestion.ts'
import { jsonPieces } from './json-pieces.ts'
import { writeFileAtomically } from './write-file.ts'

/** `.coldstart/baselines` under the working directory: one result document a baseline. */
export function baselineFolder(cwd: string): string {
  return join(cwd, '.coldstart', 'baselines')
}

export function baselinePath(cwd: string, name: string): string {
  return join(baselineFolder(cwd), `${name}.json`)
}

/** Names of the baselines there are, in alphabetical order. */
export async function listBaselines(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch((): string[] => [])
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort()
}

/**
 * Keeps a copy of a result under a name.
 * @returns its path
 * @throws ColdstartError `bad-baseline-name`, `file-exists` (unless forced), `cannot-write`
 */
export async function saveBaseline(
  result: Result,
  { cwd, name, force }: { readonly cwd: string; readonly name: string; readonly force: boolean },
): Promise<string> {
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(name) || name === 'latest' || isReservedName(name))
    throw new ColdstartError('bad-baseline-name', {
      name,
      ...(isReservedName(name) ? { isReserved: true } : {}),
    })
  const path = baselinePath(cwd, name)
  await writeFileAtomically(path, jsonPieces(result, 0), { force })
  return path
}

/** @throws ColdstartError `no-such-result` */
export async function removeBaseline(cwd: string, name: string): Promise<void> {
  const known = await listBaselines(baselineFolder(cwd))
  if (!known.includes(name))
    throw new ColdstartError('no-such-result', { name, suggestion: suggestionFor(name, known) })
  await rm(baselinePath(cwd, name))
}
