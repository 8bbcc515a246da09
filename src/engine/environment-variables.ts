import { delimiter, win32 } from 'node:path'
import type { FunctionOptions } from './engine-options.ts'

/** What the variables of an environment are made of. */
export interface VariableFacts {
  readonly options: FunctionOptions
  readonly handler: string
  readonly taskRoot: string
  readonly temporaryFolder: string
  readonly runtimeApi: string
  readonly logStream: string
  readonly nodeVersion: string
  /** `python 3.13.1`, `provided`; undefined for Node. */
  readonly language?: string | undefined
  readonly platform: string
  /** Where Windows is installed; undefined elsewhere. */
  readonly systemRoot?: string | undefined
}

/**
 * The whole environment of a function's process. It is a list of what is allowed, never a copy of ours: one
 * inherited NODE_EXTRA_CA_CERTS or NODE_OPTIONS triples Node's start, and secrets would leak into functions.
 */
export function makeVariables(facts: VariableFacts): Record<string, string> {
  const { variables } = facts.options
  const all = { ...systemVariables(facts), ...lambdaVariables(facts), ...vendorVariables(facts) }
  const own = Object.entries(variables).filter(([name]) => !DECIDED.has(name))
  return { ...all, ...Object.fromEntries(own) }
}

/** Where the programs of the system are, for a function and for what prepares its process. */
export const SYSTEM_PATH = ['/usr/local/bin', '/usr/bin', '/bin'].join(delimiter)

/** What the engine itself reads in the process: as on the platforms, nobody's to set. Everything else is the user's. */
const DECIDED: ReadonlySet<string> = new Set([
  '_HANDLER',
  'LAMBDA_TASK_ROOT',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'FUNCTION_TARGET',
])

function systemVariables(facts: VariableFacts): Record<string, string> {
  const { platform, temporaryFolder, taskRoot, systemRoot } = facts
  const common = { TMPDIR: temporaryFolder, TEMP: temporaryFolder, TMP: temporaryFolder, TZ: 'UTC' }
  // Without it, what Node starts cannot open a socket; Node adds it, and others, by itself (docs/PLATFORMS.md).
  if (platform === 'win32')
    return {
      ...common,
      ...(systemRoot && { SystemRoot: systemRoot, PATH: win32.join(systemRoot, 'System32') }),
    }
  return { ...common, PATH: SYSTEM_PATH, LANG: 'en_US.UTF-8', PWD: taskRoot }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html; all three contracts run on Lambda. */
function lambdaVariables(facts: VariableFacts) {
  const { options, handler, taskRoot, runtimeApi, logStream } = facts
  return {
    _HANDLER: handler,
    LAMBDA_TASK_ROOT: taskRoot,
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    AWS_LAMBDA_FUNCTION_NAME: options.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(options.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${options.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    ...executionEnvironment(facts),
    AWS_REGION: 'local',
    AWS_DEFAULT_REGION: 'local',
  }
}

/** OS-only runtimes have none. */
function executionEnvironment({ language, nodeVersion }: VariableFacts): Record<string, string> {
  if (language === undefined)
    return { AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${nodeVersion.split('.', 1)[0]}.x` }
  const [, name, version] = /^(python|ruby|java) (\d+\.\d+)/.exec(language) ?? []
  return name === undefined ? {} : { AWS_EXECUTION_ENV: `AWS_Lambda_${name}${version}` }
}

/** On Lambda they are the role's. Here they open nothing: they let a client of AWS's SDK sign what goes to a stand-in. */
const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SESSION_TOKEN: 'local',
}

function vendorVariables({ options }: VariableFacts): Record<string, string> {
  if (options.contract === 'lambda') return { ...CREDENTIALS, TZ: ':UTC' }
  if (options.contract === 'vercel') return { VERCEL: '1', VERCEL_ENV: 'preview', VERCEL_REGION: 'local' }
  if (options.contract === 'netlify') return netlifyVariables(options)
  if (options.contract === 'google')
    return {
      K_SERVICE: options.name,
      K_REVISION: `${options.name}-00001`,
      K_CONFIGURATION: options.name,
      FUNCTION_TARGET: options.exportName,
      FUNCTION_SIGNATURE_TYPE: options.variables.FUNCTION_SIGNATURE_TYPE ?? signatureOf(options),
      PORT: '8080',
      NODE_ENV: options.variables.NODE_ENV ?? 'production',
    }
  return {}
}

function signatureOf({ form }: FunctionOptions): string {
  return form === 'cloudevent' ? 'cloudevent' : 'http'
}

/** https://docs.netlify.com/build/functions/environment-variables/ */
function netlifyVariables({ name }: FunctionOptions): Record<string, string> {
  return { NETLIFY: 'true', SITE_ID: 'local-site', SITE_NAME: name, URL: 'http://localhost', CONTEXT: 'dev' }
}
