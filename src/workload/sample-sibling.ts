import { join } from 'node:path'
import { packageFolder } from '../core/built-entry.ts'
import { ColdstartError } from '../core/errors.ts'
import { openForeign } from './language.ts'
import { readRuntimeName } from './runtime-name.ts'
import type { Workload } from './workload.ts'

const FILES = { python: 'app.py', ruby: 'app.rb' } as const

/**
 * The sample function as it is for a runtime other than JavaScript's: a sibling of fixtures/hello.
 * @returns undefined where the sample itself is meant
 * @throws ColdstartError `no-compiled-sample` for a runtime that wants something compiled
 */
export function openSampleSibling(runtime: string | undefined): Promise<Workload> | undefined {
  const family = runtime === undefined ? undefined : readRuntimeName(runtime)?.family
  if (runtime === undefined || family === undefined) return undefined
  if (['nodejs', 'bun', 'deno'].includes(family)) return undefined
  if (family !== 'python' && family !== 'ruby') throw new ColdstartError('no-compiled-sample', { runtime })
  const file = join(packageFolder(), 'fixtures', `hello-${family}`, FILES[family])
  return openForeign({ file, language: family })
}
