import { relative } from 'node:path'
import {
  baselineFolder,
  baselinePath,
  listBaselines,
  removeBaseline,
  saveBaseline,
} from '../store/baselines.ts'
import { findResult } from '../store/find-result.ts'
import { readResult } from '../store/read-result.ts'
import type { Io } from './io.ts'

/** Each gives what is to be written: `list` for stdout, the others a notice for stderr. */
export async function list({ cwd }: Io): Promise<string> {
  const names = await listBaselines(baselineFolder(cwd))
  const lines = await Promise.all(
    names.map(async (name) => {
      const { run, targets } = await readResult(baselinePath(cwd, name))
      return `${name}\t${run.startedAt}\t${run.id}\t${targets.map(({ id }) => id).join(', ')}\n`
    }),
  )
  return lines.join('')
}

export async function save({ cwd }: Io, name: string, run: string, force: boolean): Promise<string> {
  const result = await readResult(await findResult(run, cwd))
  const path = await saveBaseline(result, { cwd, name, force })
  return `Saved run ${result.run.id} as ${relative(cwd, path)}.\n`
}

export async function remove({ cwd }: Io, name: string): Promise<string> {
  await removeBaseline(cwd, name)
  return `Removed the baseline ${name}.\n`
}
