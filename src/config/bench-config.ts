import { z } from 'zod'
import { wayNames } from '../cold/find-way.ts'
import { isReservedName } from '../core/reserved-name.ts'
import { suggestionFor } from '../core/suggestion.ts'
import { functionSettings } from './function-settings.ts'
import { queueSettings } from './queue-settings.ts'
import { functionEnvironment, requestSettings } from './request-settings.ts'
import { targetAddresses } from './target-address.ts'
import { timeouts } from './timeouts.ts'
import { countFrom, durationMs, fraction, listOf, MOST_INVOCATIONS, numeric, yesOrNo } from './value-kinds.ts'
import { waySettings } from './way-settings.ts'

const text = z.string().min(1)

/** Each copy is a function of its own on the platform. */
const MOST_REPLICAS = 1000

/** What `coldstart keepalive` may do; a run that has this is such a search. */
const keepAliveConfig = z.strictObject({
  from: durationMs.default(60_000).describe('First idle period that is tried'),
  max: durationMs.default(7_200_000).describe('Longest idle period that is tried'),
  precision: numeric
    .pipe(z.number().gt(1))
    .default(1.25)
    .describe('Stop when the median lifetime is known to within this factor'),
  looks: countFrom(1)
    .default(20)
    .describe('Looks after one idle period, to show that 95 % of instances were gone'),
})

/** A way of getting cold by its name; a typo is answered with the name that was meant. */
const wayName = z.enum(wayNames as [string, ...string[]], {
  error: ({ input }) => {
    const meant = suggestionFor(String(input), wayNames)
    const hint = meant ? `; did you mean ${meant}?` : ''
    return `"${input}" is none of ${wayNames.join(', ')}${hint}`
  },
})

/**
 * Everything a run can be told, in the shape it is written in coldstart.config.*, and the defaults.
 * Durations are read to milliseconds; a key without a default is decided by the run (and recorded).
 */
export const benchConfig = z.strictObject({
  providers: listOf(text)
    .default([])
    .describe('Platforms to measure (default: lambda, vercel and netlify, on the local engine)'),
  targets: targetAddresses
    .default([])
    .describe(
      'Functions that run already, as name=url or name=lambda:<name or ARN>; ?key=env:NAME reads a variable',
    ),
  keepQuery: yesOrNo.default(false).describe('Store query values of targets as they are, not as hashes'),
  functions: functionSettings
    .default([])
    .describe('Functions of yours, as path or name=path (default: the sample function)'),
  against: text
    .exactOptional()
    .describe('A git revision of your functions, measured beside the working tree'),
  setup: text
    .exactOptional()
    .describe('With against: command that makes the revision ready, such as npm ci && npm run build'),
  failIfSlower: fraction
    .exactOptional()
    .describe('Fail if slower than the baseline by more than this share, such as 10%'),
  root: text
    .exactOptional()
    .describe("Folder of the functions' package (default: that of the nearest package.json)"),
  export: text.exactOptional().describe('Which export of its file is the function (default: by contract)'),
  functionTimeout: durationMs.exactOptional().describe("The function's own time limit for one invocation"),
  ...requestSettings,
  ...functionEnvironment,
  ...queueSettings,
  deploy: yesOrNo.default(false).describe('Deploy to the clouds, measure, take down'),
  wrapper: yesOrNo
    .default(true)
    .describe(
      'Deploy your function in a small module that names the instance in each reply; false: deploy it untouched',
    ),
  keep: yesOrNo.default(false).describe('With deploy: leave what was deployed in place'),
  throughProxy: yesOrNo
    .default(false)
    .describe('Measure through HTTPS_PROXY or HTTP_PROXY; every sample is flagged'),
  ca: text
    .exactOptional()
    .describe('Certificate authorities to trust beside the usual ones (PEM file); also NODE_EXTRA_CA_CERTS'),
  overQuota: yesOrNo
    .default(false)
    .describe('With deploy: allow more than the smallest plan of a platform has'),
  fixture: text
    .exactOptional()
    .describe('Earlier setting: a folder in place of the sample function; now functions, with its file'),
  cold: countFrom(0, MOST_INVOCATIONS)
    .default(10)
    .describe('Cold starts of each function, for every way of getting cold'),
  warm: countFrom(0, MOST_INVOCATIONS)
    .default(30)
    .describe('Warm invocations of each function, spread over its cold starts'),
  coldBy: listOf(wayName)
    .default(['idle'])
    .describe(`Ways of getting cold: ${wayNames.join(', ')}`),
  ...waySettings(),
  replicas: countFrom(1, MOST_REPLICAS)
    .default(1)
    .describe('Copies of each function; each gives one cold start after an idle period'),
  replicaGap: durationMs.default(250).describe('Pause between replicas of one function'),
  warmGap: durationMs.default(0).describe('Pause before each warm invocation'),
  untilCi: fraction
    .exactOptional()
    .describe('Stop when the cold median is known to within ± this share, such as 10%'),
  untilDecided: yesOrNo.default(false).describe('Go on until every budget has a verdict'),
  maxCold: countFrom(1, MOST_INVOCATIONS)
    .exactOptional()
    .describe('Most cold starts of each function with untilCi (default: 100) or untilDecided (default: 200)'),
  keepalive: keepAliveConfig.exactOptional().describe('What a search for keep-alive times may do'),
  timeout: timeouts
    .default({ wait: 60_000 })
    .describe('Longest wait for one reply, or by phase: connect=5s,tls=5s,wait=30s,download=10s,total=60s'),
  connection: z
    .enum(['fresh', 'kept'])
    .default('fresh')
    .describe('fresh for each invocation, or kept; the same for cold and warm'),
  seed: numeric.pipe(z.int()).exactOptional().describe('Seed for the order in which targets are called'),
  memory: listOf(countFrom(1)).exactOptional().describe('Memory sizes in MB; all combinations are measured'),
  region: listOf(text).exactOptional().describe('Regions; all combinations are measured'),
  runtime: listOf(text)
    .exactOptional()
    .describe('Runtimes, such as nodejs24.x or python3.14; all combinations are measured'),
  architecture: listOf(text).exactOptional().describe('arm64, x86_64; all combinations are measured'),
  bundleKb: listOf(countFrom(0))
    .exactOptional()
    .describe('kB of padding, added to the package; all combinations are measured'),
  cpu: z
    .enum(['burst', 'flat', 'off'])
    .exactOptional()
    .describe(
      'Local engine: CPU by memory, burst (initialised at full speed), flat or off (default: as the platform, with memory)',
    ),
  coldDisk: z
    .union([z.literal(true).transform(() => 'package' as const), z.enum(['package', 'all'])])
    .exactOptional()
    .describe(
      'Local engine on Linux: drop files from memory before each cold start: those of the package or, with all, of the runtime too',
    ),
  workerCold: z
    .enum(['isolate', 'process'])
    .exactOptional()
    .describe(
      'Local engine: what a cold start of a Worker starts: an isolate in a workerd that runs already, or a process (default: process)',
    ),
  idleTtl: durationMs.exactOptional().describe('How long the local engine keeps an idle environment'),
  budgets: listOf(text, 'commas')
    .default([])
    .describe('Limits such as "cold.p95 < 800ms" or "cold.p50 < baseline * 1.1"'),
  budgetTolerance: fraction
    .exactOptional()
    .describe('Share by which a budget may be missed that states none itself, such as 5%'),
  allowInconclusive: yesOrNo
    .default(false)
    .describe('Exit code 0, not 3, if there is too little data for a verdict'),
  allowUnlike: yesOrNo
    .default(false)
    .describe('Use a baseline of the local engine even if it is from another machine or Node'),
  baseline: text
    .exactOptional()
    .describe('What "baseline" means in a budget: a saved baseline, a run id, latest or a file'),
  label: text
    .refine((name) => !isReservedName(name), 'is a name that no file can have on Windows; choose another')
    .exactOptional()
    .describe('Name of this run, shown in coldstart runs and in reports'),
  location: text.exactOptional().describe('Where this machine is, in words, kept with the run'),
  vantage: text.exactOptional().describe('Name of this machine where several measure the same targets'),
  output: listOf(text, 'commas').default([]).describe('Files to write the report to'),
  format: text.exactOptional().describe('Format of the report on standard output'),
  options: z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .default({})
    .describe('Settings of each provider, by its name'),
})
/**
 * The settings of a run, read and checked: every key of coldstart.config.* with its value or default, durations in
 * ms.
 */
export type BenchConfig = Readonly<z.output<typeof benchConfig>>
/** The name of a setting. */
export type ConfigKey = keyof BenchConfig

/** The names of all settings of `bench`. */
export const configKeys = Object.keys(benchConfig.shape) as ConfigKey[]

/** Singular spellings that flags and variables have: `--provider` and COLDSTART_PROVIDER mean `providers`. */
export const keyAliases: Readonly<Record<string, ConfigKey>> = {
  provider: 'providers',
  target: 'targets',
  budget: 'budgets',
  function: 'functions',
  header: 'headers',
}
