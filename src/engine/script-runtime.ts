import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { builtEntry } from '../core/built-entry.ts'
import { ColdstartError } from '../core/errors.ts'
import type { EngineOptions, FunctionOptions } from './engine-options.ts'
import { findInterpreter } from './interpreters.ts'
import type { Runtime } from './runtime-program.ts'

/** What else runs JavaScript: how it is started, and where its npm packages have the program itself. */
const PROGRAMS = {
  bun: { title: 'Bun', args: ['run'], files: ['@oven/bun-linux-x64/bin/bun', 'bun/bin/bun.exe'] },
  deno: {
    title: 'Deno',
    args: ['run', '--allow-all', '--no-config', '--no-lock', '--quiet'],
    files: ['@deno/linux-x64-glibc/deno', 'deno/deno'],
  },
} as const

/**
 * Bun or Deno with our own client of the Runtime API, from the user's node_modules or else the PATH.
 * @throws ColdstartError `runtime-not-here` for another contract than Lambda's, `interpreter-missing`
 */
export function scriptRuntime(
  family: keyof typeof PROGRAMS,
  { contract }: FunctionOptions,
  engine: EngineOptions,
  version: string,
): Runtime {
  const { title, args, files } = PROGRAMS[family]
  if (contract !== 'lambda')
    throw new ColdstartError('runtime-not-here', {
      runtime: family,
      found: `what runs ${contract} functions on the engine, which is Node`,
    })
  const installed = files.map((path) => join(engine.resolveFrom, 'node_modules', path)).filter(existsSync)
  const found = findInterpreter(family, engine, { version, before: installed })
  return {
    entry: '',
    handlerAsArgument: false,
    program: { file: found.file, args: [...args, builtEntry('engine/runtime/lambda-runtime.js')] },
    language: `${family} ${found.version}`,
    name: `coldstart runtime client on ${title} ${found.version}`,
    own: true,
  }
}
