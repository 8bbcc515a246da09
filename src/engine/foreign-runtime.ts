import { delimiter, join } from 'node:path'
import { arch, platform } from 'node:process'
import { builtEntry } from '../core/built-entry.ts'
import { ColdstartError } from '../core/errors.ts'
import type { Contract } from '../workload/contract.ts'
import type { Language } from '../workload/workload-description.ts'
import { checkBootstrap } from './check-bootstrap.ts'
import type { EngineOptions, FunctionOptions } from './engine-options.ts'
import { findInterpreter, type Interpreter } from './interpreters.ts'
import { findJavaClient } from './java-client.ts'
import type { Runtime } from './runtime-program.ts'

/**
 * What runs a function that is not JavaScript: Python under awslambdaric where that is installed, else under our own
 * client; Ruby under our own; Java under AWS's; an executable `bootstrap` by itself.
 * @param version that was asked for, or nothing
 * @throws ColdstartError `interpreter-missing`, `runtime-not-here`, `java-client-missing`, `runtime-missing`, `not-executable`, `bootstrap-not-runnable`
 */
export function foreignRuntime(
  language: Language,
  options: FunctionOptions,
  engine: EngineOptions,
  version = '',
): Runtime {
  if (language === 'python') return pythonRuntime(options, engine, version)
  if (language === 'ruby') return rubyRuntime(engine, version)
  if (language === 'java') return javaRuntime(options, engine, version)
  return providedRuntime(options)
}

function pythonRuntime(options: FunctionOptions, engine: EngineOptions, version: string): Runtime {
  if (options.contract !== 'lambda') return pythonUnder(options.contract, options, engine, version)
  const found = findInterpreter('python', engine, { version })
  const client = found.packages.get('awslambdaric')
  const on = `python ${found.version}`
  const common = { entry: '', language: on, ...readsOf(found) }
  if (client === undefined || engine.lambdaRuntime === 'own')
    return { ...common, ...ownClient(found.file, ['-u'], 'python-runtime.py', on) }
  const program = { file: found.file, args: ['-m', 'awslambdaric'] }
  return { ...common, program, handlerAsArgument: true, name: `awslambdaric ${client} on ${on}`, own: false }
}

/** Where it lies in /tmp, a function would not find it there otherwise. */
function readsOf({ environment }: Interpreter): Pick<Runtime, 'reads'> {
  return environment === undefined ? {} : { reads: [environment] }
}

/** What the platforms other than Lambda put around a Python function, by its name in the package index. */
const AROUND_PYTHON: Readonly<Partial<Record<Contract, string>>> = {
  google: 'functions-framework',
  vercel: 'vercel-runtime',
}

/** In the function's own virtual environment, else in the first Python of the PATH that has the platform's package. */
function pythonUnder(
  contract: Contract,
  { root }: FunctionOptions,
  engine: EngineOptions,
  version: string,
): Runtime {
  const needed = AROUND_PYTHON[contract] ?? ''
  const before = virtualEnvironments([root, engine.resolveFrom])
  const interpreter = findInterpreter('python', engine, { version, before, package: needed })
  const { file, packages, version: found } = interpreter
  const on = `python ${found}`
  const installed = packages.get(needed)
  if (installed === undefined)
    throw new ColdstartError('runtime-missing', { contract, install: `${file} -m pip install ${needed}` })
  const name = `${needed} ${installed} on ${on}`
  const client = ownClient(file, ['-u'], 'python-runtime.py', on)
  return { entry: '', language: on, ...client, ...readsOf(interpreter), name }
}

/** Their interpreters, as venv and its like make them, whether or not they are there. */
function virtualEnvironments(folders: readonly string[]): readonly string[] {
  const programs = ['bin/python3', 'Scripts/python.exe']
  return folders.flatMap((one) =>
    ['.venv', 'venv'].flatMap((name) => programs.map((program) => join(one, name, program))),
  )
}

function rubyRuntime(engine: EngineOptions, wanted: string): Runtime {
  const { file, version } = findInterpreter('ruby', engine, { version: wanted })
  return {
    entry: '',
    language: `ruby ${version}`,
    ...ownClient(file, [], 'ruby-runtime.rb', `ruby ${version}`),
  }
}

function ownClient(file: string, flags: readonly string[], client: string, on: string) {
  const program = { file, args: [...flags, builtEntry(`engine/runtime/${client}`)] }
  return { program, handlerAsArgument: false, name: `coldstart runtime client on ${on}`, own: true }
}

const JAVA_CLIENT = 'com.amazonaws.services.lambda.runtime.api.client'

/** https://github.com/aws/aws-lambda-java-libs/tree/main/aws-lambda-java-runtime-interface-client */
function javaRuntime(options: FunctionOptions, engine: EngineOptions, wanted: string): Runtime {
  const { file, version } = findInterpreter('java', engine, { version: wanted })
  const client = findJavaClient(join(options.root, options.entry))
  const args = ['-cp', [options.entry, ...client.entries].join(delimiter), `${JAVA_CLIENT}.AWSLambda`]
  return {
    entry: '',
    language: `java ${version}`,
    program: { file, args },
    handlerAsArgument: true,
    name: `aws-lambda-java-runtime-interface-client ${client.version} on java ${version}`,
    own: false,
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html */
function providedRuntime({ root, entry }: FunctionOptions): Runtime {
  checkBootstrap(join(root, entry), { platform, arch })
  const program = { file: entry, args: [] }
  const language = 'provided'
  return { entry: '', handlerAsArgument: false, program, language, name: 'its own bootstrap', own: false }
}
