import { join } from 'node:path'
import { packageFolder } from '../core/built-entry.ts'
import { ColdstartError } from '../core/errors.ts'
import type { Contract } from './contract.ts'
import { openForeign } from './language.ts'
import { readRuntimeName } from './runtime-name.ts'
import { openWorkload, type Workload } from './workload.ts'
import type { Language } from './workload-description.ts'

/** By language and contract; Ruby has one for Lambda alone. */
const FILES: Readonly<Record<string, Readonly<Partial<Record<Contract, string>>>>> = {
  python: { lambda: 'app.py', google: 'main.py', vercel: 'vercel.py' },
  ruby: { lambda: 'app.rb' },
}

/**
 * The sample function as it is for a runtime other than JavaScript's: a sibling of fixtures/hello.
 * @returns undefined where the sample itself is meant, and where the contract has no other
 * @throws ColdstartError `no-compiled-sample` for a runtime that wants something compiled
 */
export async function openSampleSibling(
  runtime: string | undefined,
  contract: Contract,
): Promise<Workload | undefined> {
  const family = runtime === undefined ? undefined : readRuntimeName(runtime)?.family
  if (runtime === undefined || family === undefined) return undefined
  if (['nodejs', 'bun', 'deno'].includes(family)) return undefined
  const name = FILES[family]?.[contract]
  if (name === undefined && contract !== 'lambda') return undefined
  if (name === undefined) throw new ColdstartError('no-compiled-sample', { runtime })
  const root = join(packageFolder(), 'fixtures', `hello-${family}`)
  const language = family as Language
  const opened = await openForeign({ file: join(root, name), language, contract, root })
  return openWorkload({ ...opened, include: [name] })
}
