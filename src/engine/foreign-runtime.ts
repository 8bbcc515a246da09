import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { builtEntry } from '../core/built-entry.ts'
import { ColdstartError } from '../core/errors.ts'
import type { EngineOptions, FunctionOptions } from './engine-options.ts'
import type { Runtime } from './runtime-program.ts'

/** Where the interpreter really is (a shim would be started each time), its version, and AWS's client's. */
const ASK_PYTHON = `import sys, importlib.util, importlib.metadata
print(sys.executable)
print('.'.join(map(str, sys.version_info[:3])))
print(importlib.metadata.version('awslambdaric') if importlib.util.find_spec('awslambdaric') else '')`

/**
 * What runs a function that is not JavaScript: Python under awslambdaric where that is installed, else under our own
 * client; an executable `bootstrap` by itself.
 * @throws ColdstartError `interpreter-missing`, `not-executable`
 */
export function foreignRuntime(options: FunctionOptions, engine: EngineOptions): Runtime {
  return options.language === 'python' ? pythonRuntime(engine) : providedRuntime(options)
}

function pythonRuntime({ searchPath = '', lambdaRuntime }: EngineOptions): Runtime {
  const [file, version, client] = askPython(searchPath)
  const common = { entry: '', handlerAsArgument: false, language: `python ${version}` }
  if (client && lambdaRuntime === 'installed') {
    const program = { file, args: ['-m', 'awslambdaric'] }
    return {
      ...common,
      program,
      handlerAsArgument: true,
      name: `awslambdaric ${client} on python ${version}`,
      own: false,
    }
  }
  const program = { file, args: ['-u', builtEntry('engine/runtime/python-runtime.py')] }
  return { ...common, program, name: `coldstart runtime client on python ${version}`, own: true }
}

function askPython(searchPath: string): [file: string, version: string, client: string] {
  for (const folder of searchPath.split(delimiter).filter(Boolean))
    for (const name of ['python3', 'python']) {
      const asked = spawnSync(join(folder, name), ['-c', ASK_PYTHON], {
        encoding: 'utf8',
        env: { PATH: searchPath },
      })
      const [file = '', version = '', client = ''] = (asked.stdout ?? '')
        .split('\n')
        .map((line) => line.trim())
      if (asked.status === 0 && file) return [file, version, client]
    }
  throw new ColdstartError('interpreter-missing', { language: 'Python', program: 'python3' })
}

/** https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html */
function providedRuntime({ root, entry }: FunctionOptions): Runtime {
  const path = join(root, entry)
  try {
    accessSync(path, constants.X_OK)
  } catch (cause) {
    throw new ColdstartError('not-executable', { path }, { cause })
  }
  const program = { file: entry, args: [] }
  return {
    entry: '',
    handlerAsArgument: false,
    program,
    language: 'provided',
    name: 'its own bootstrap',
    own: false,
  }
}
