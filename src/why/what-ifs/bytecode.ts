import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findInterpreter } from '../../engine/interpreters.ts'
import { readRuntimeName } from '../../workload/runtime-name.ts'
import { WhatIfImpossible, type WhatIfKind, type WhatIfSubject } from './what-if.ts'

const LONGEST_MS = 120_000

/**
 * Python's compiled modules, made at build and shipped in the package: a task folder is read-only, so a cold start
 * compiles whatever has none. They hold without looking at the sources' times, which a zip changes.
 * Source: https://docs.python.org/3/library/compileall.html
 */
export const bytecode: WhatIfKind = {
  name: 'bytecode',
  title: 'compiled modules, shipped in the package',
  async make(subject, copy) {
    const folder = await copy()
    const words = ['-m', 'compileall', '-q', '--invalidation-mode', 'unchecked-hash', '.']
    try {
      const env = { PATH: subject.searchPath }
      const { file } = findInterpreter('python', subject, { version: versionOf(subject) })
      await promisify(execFile)(file, words, { cwd: folder, env, timeout: LONGEST_MS })
    } catch (error) {
      const [reason] = String((error as { stdout?: string }).stdout || error).split('\n')
      throw new WhatIfImpossible(`it cannot be compiled: ${reason}`)
    }
    return {
      entry: join(folder, subject.entry),
      how: `a build step on the platform's own Python version: python3 ${words.join(' ')}`,
      notes: [
        'Compiled modules hold for one minor version of Python, and are not made anew where a source changes: compile at every build.',
      ],
    }
  },
}

/** What one version compiles, another one passes over. */
function versionOf({ runtime }: WhatIfSubject): string | undefined {
  return runtime === undefined ? undefined : readRuntimeName(runtime)?.version
}
