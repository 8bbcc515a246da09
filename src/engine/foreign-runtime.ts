import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { builtEntry } from '../core/built-entry.ts'
import { ColdstartError } from '../core/errors.ts'
import type { Language } from '../workload/workload-description.ts'
import type { EngineOptions, FunctionOptions } from './engine-options.ts'
import { findInterpreter } from './interpreters.ts'
import { findJavaClient } from './java-client.ts'
import type { Runtime } from './runtime-program.ts'

/**
 * What runs a function that is not JavaScript: Python under awslambdaric where that is installed, else under our own
 * client; Ruby under our own; Java under AWS's; an executable `bootstrap` by itself.
 * @param version that was asked for, or nothing
 * @throws ColdstartError `interpreter-missing`, `runtime-not-here`, `java-client-missing`, `not-executable`
 */
export function foreignRuntime(
  language: Language,
  options: FunctionOptions,
  engine: EngineOptions,
  version = '',
): Runtime {
  if (language === 'python') return pythonRuntime(engine, version)
  if (language === 'ruby') return rubyRuntime(engine, version)
  if (language === 'java') return javaRuntime(options, engine, version)
  return providedRuntime(options)
}

function pythonRuntime(engine: EngineOptions, wanted: string): Runtime {
  const { file, version, client } = findInterpreter('python', engine, wanted)
  const common = { entry: '', language: `python ${version}` }
  if (client && engine.lambdaRuntime === 'installed') {
    const program = { file, args: ['-m', 'awslambdaric'] }
    const name = `awslambdaric ${client} on python ${version}`
    return { ...common, program, handlerAsArgument: true, name, own: false }
  }
  return { ...common, ...ownClient(file, ['-u'], 'python-runtime.py', `python ${version}`) }
}

function rubyRuntime(engine: EngineOptions, wanted: string): Runtime {
  const { file, version } = findInterpreter('ruby', engine, wanted)
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
  const { file, version } = findInterpreter('java', engine, wanted)
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
  const path = join(root, entry)
  try {
    accessSync(path, constants.X_OK)
  } catch (cause) {
    throw new ColdstartError('not-executable', { path }, { cause })
  }
  const program = { file: entry, args: [] }
  const language = 'provided'
  return { entry: '', handlerAsArgument: false, program, language, name: 'its own bootstrap', own: false }
}
