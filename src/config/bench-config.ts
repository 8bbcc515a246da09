import { z } from 'zod'
import { wayNames } from '../cold/find-way.ts'
import { isReservedName } from '../core/reserved-name.ts'
import { suggestionFor } from '../core/suggestion.ts'
import { functionSettings } from './function-settings.ts'
import { functionEnvironment, requestSettings } from './request-settings.ts'
import { targetAddresses } from './target-address.ts'
import { timeouts } from './timeouts.ts'
import { countFrom, durationMs, fraction, listOf, MOST_INVOCATIONS, numeric, yesOrNo } from './value-kinds.ts'
import { waySettings } from './way-settings.ts'

const text = z.string().min(1)

/** A queue needs Redis, and what is measured over one has no other use for it. */
const queueSettings = {
  trigger: z
    .enum(['request', 'queue'])
    .exactOptional()
    .describe('What calls the function: a request (the default), or a job of a BullMQ queue on redis'),
  workers: text
    .exactOptional()
    .describe(
      'Redis of the workers that measure, each from its place: env:NAME, or an address without a password',
    ),
  vantages: listOf(text).exactOptional().describe('Places whose workers measure; none: all that are there'),
  acceptLoss: yesOrNo
    .default(false)
    .describe('Go on with a Redis that may forget what it confirmed, so that a probe could be sent twice'),
  redis: text
    .exactOptional()
    .describe('Redis of the queue: redis://host:6379, or env:NAME for one with a password'),
}

/** Each copy is a function of its own on the platform. */
const MOST_REPLICAS = 1000

/** What `coldstart keepalive` may do; a run that has this is such a search. */
const keepAliveConfig = z.strictObject({
  from: durationMs.default(60_000).describe('First idle period that is tried'),
  max: durationMs.default(7_200_000).describe('Longest idle period that is tried'),
  precision: numeric
    .pipe(z.number().gt(1))
    .default(1.25)
    .describe('Factor within which the median is bracketed'),
  looks: countFrom(1).default(20).describe('Looks at one idle period that show that 95 % were gone'),
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
    .describe('Platforms to measure; none: Lambda, Vercel and Netlify on the local engine'),
  targets: targetAddresses.default([]).describe('Functions that run already, as name=url'),
  keepQuery: yesOrNo
    .default(false)
    .describe('Store the query values of targets as they are, instead of as hashes'),
  functions: functionSettings
    .default([])
    .describe('Functions of your own, as path or name=path; none: the sample function'),
  against: text
    .exactOptional()
    .describe('Git revision whose functions are measured beside those of the working tree'),
  setup: text
    .exactOptional()
    .describe('Command that makes a revision ready to run, such as npm ci && npm run build'),
  failIfSlower: fraction
    .exactOptional()
    .describe('Share by which a function may be slower than the baseline: short for a budget'),
  root: text
    .exactOptional()
    .describe("Folder of the functions' package (default: of the nearest package.json)"),
  export: text.exactOptional().describe("What the functions' files export (default: by contract)"),
  functionTimeout: durationMs.exactOptional().describe('Longest time for one invocation, of the function'),
  ...requestSettings,
  ...functionEnvironment,
  ...queueSettings,
  deploy: yesOrNo.default(false).describe('Deploy to the real clouds'),
  wrapper: yesOrNo
    .default(true)
    .describe('Put a module around a function that is deployed, which proves its cold starts'),
  keep: yesOrNo.default(false).describe('Leave what was deployed in place'),
  throughProxy: yesOrNo
    .default(false)
    .describe('Measure through the proxy of HTTPS_PROXY or HTTP_PROXY, and flag every sample'),
  ca: text
    .exactOptional()
    .describe('PEM file of certificate authorities to trust beside the usual ones and NODE_EXTRA_CA_CERTS'),
  overQuota: yesOrNo
    .default(false)
    .describe("Go on where the plan takes more of a platform's quota than its smallest plan has"),
  fixture: text.exactOptional().describe('Folder of the function to deploy'),
  cold: countFrom(0, MOST_INVOCATIONS)
    .default(10)
    .describe('Cold starts wanted of each function, for every way of getting cold'),
  warm: countFrom(0, MOST_INVOCATIONS)
    .default(30)
    .describe('Warm invocations of each function, spread over its cold starts'),
  coldBy: listOf(wayName)
    .default(['idle'])
    .describe(`Ways of getting cold: ${wayNames.join(', ')}`),
  ...waySettings(),
  replicas: countFrom(1, MOST_REPLICAS)
    .default(1)
    .describe('Copies of each function, each giving a cold start an idle period'),
  replicaGap: durationMs.default(250).describe('Pause between replicas of one function'),
  warmGap: durationMs.default(0).describe('Pause before each warm invocation'),
  untilCi: fraction.exactOptional().describe('Stop when the median is known to within ± this much'),
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
    .describe('Connection policy, the same for cold and warm'),
  seed: numeric.pipe(z.int()).exactOptional().describe('Seed of the order of visits'),
  memory: listOf(countFrom(1)).exactOptional().describe('Memory sizes in MB; several make a matrix'),
  region: listOf(text).exactOptional().describe('Regions; several make a matrix'),
  runtime: listOf(text).exactOptional().describe('Runtimes; several make a matrix'),
  architecture: listOf(text).exactOptional().describe('Architectures; several make a matrix'),
  bundleKb: listOf(countFrom(0))
    .exactOptional()
    .describe('Padding of the package in kB; several make a matrix'),
  cpu: z
    .enum(['burst', 'flat', 'off'])
    .exactOptional()
    .describe(
      'How CPU goes with memory on the local engine (default: as the platform does, where memory is given)',
    ),
  coldDisk: z
    .union([z.literal(true).transform(() => 'package' as const), z.enum(['package', 'all'])])
    .exactOptional()
    .describe(
      'Local engine on Linux: drop pages from memory before each cold start, of the package or of all',
    ),
  workerCold: z
    .enum(['isolate', 'process'])
    .exactOptional()
    .describe(
      'What a cold start of a Worker on the local engine is: an isolate in a workerd that runs, or a process (the default)',
    ),
  idleTtl: durationMs.exactOptional().describe('How long the local engine keeps an idle environment'),
  budgets: listOf(text, 'commas').default([]).describe('Limits such as "cold.p95 < 800ms"'),
  budgetTolerance: fraction
    .exactOptional()
    .describe('Share by which budgets that state none themselves may be missed'),
  allowInconclusive: yesOrNo.default(false).describe('An inconclusive budget does not fail the command'),
  allowUnlike: yesOrNo
    .default(false)
    .describe('A baseline of the local engine from another machine or Node is taken all the same'),
  baseline: text.exactOptional().describe('What "baseline" in a budget means: a baseline, a run or a file'),
  label: text
    .refine((name) => !isReservedName(name), 'is a name that no file can have on Windows; choose another')
    .exactOptional()
    .describe('What this run is called in lists and reports'),
  location: text.exactOptional().describe('Where this client sits, in words'),
  vantage: text.exactOptional().describe('Name of this client when several measure the same targets'),
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
export type ConfigKey = keyof BenchConfig

export const configKeys = Object.keys(benchConfig.shape) as ConfigKey[]

/** Singular spellings that flags and variables have: `--provider` and COLDSTART_PROVIDER mean `providers`. */
export const keyAliases: Readonly<Record<string, ConfigKey>> = {
  provider: 'providers',
  target: 'targets',
  budget: 'budgets',
  function: 'functions',
  header: 'headers',
}
