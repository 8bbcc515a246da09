import { z } from 'zod'
import { upgradeTarget } from './upgrade-target.ts'

/** A value of a setting, as a target carries it. */
export const parameterValue = z.union([z.string(), z.number(), z.boolean()])

/** What differs between platforms and a reader must know when he compares; left out where the provider cannot say. */
const parity = z.strictObject({
  plan: parameterValue.exactOptional(),
  /** `production`, `preview`, `draft`. */
  stage: parameterValue.exactOptional(),
  concurrencyPerInstance: parameterValue.exactOptional(),
  cpu: parameterValue.exactOptional(),
  /** Of the local engine: which pages are dropped from memory before each cold start. */
  disk: z.string().exactOptional(),
  caching: parameterValue.exactOptional(),
  handler: parameterValue.exactOptional(),
  packageSha256: z.string().exactOptional(),
  /** What runs the function in its process: `aws-lambda-ric 4.0.2`. */
  runBy: z.string().exactOptional(),
  /** Settings that only this platform has, by the words a reader sees: `Fluid compute`. */
  own: z.record(z.string(), parameterValue).exactOptional(),
})

/** What a function of the user's own is, so that a reader of the run can tell which one was measured. */
const functionFacts = z.strictObject({
  /** As tables call it; its targets may add a memory size or a replica. */
  name: z.string(),
  contract: z.string(),
  /** Its package's folder, relative to the one that the run was started in, with forward slashes. */
  root: z.string(),
  /** The module that is called, relative to the root. */
  entry: z.string(),
  export: z.string(),
  /** What hands a Fetch request to it, where its contract has other ones: `hono/aws-lambda 4.13.19`. */
  adapter: z.string().exactOptional(),
  /** Of Netlify's functions that are no answer to a request: `background` is answered with 202 before it starts. */
  trigger: z.enum(['background', 'scheduled']).exactOptional(),
  /** Of the package without its dependencies. */
  sha256: z.string(),
  bytes: z.int().nonnegative(),
  files: z.int().nonnegative(),
  /** The git commit that it was checked out of, in full; left out for what lies in the working tree. */
  commit: z.string().exactOptional(),
})
/** What a function of the user's own is. */
export type FunctionFacts = Readonly<z.infer<typeof functionFacts>>

/** A price in dollars, as read on a day. */
const dated = { what: z.string(), asOf: z.string(), source: z.string() }

/** What holding a service that is never scaled to zero takes, and the prices that it is set against. */
const alwaysOn = z.strictObject({
  /** From the start of its process until it could be called, ms. A deploy takes it; it is no cold start. */
  startMs: z.number().nonnegative(),
  /** What routes requests to it: `nginx 1.22.1`; left out where they reach it directly. */
  behind: z.string().exactOptional(),
  /** Why nginx is not in front of it although it is installed: the words in which it did not start. */
  nginxFailure: z.string().exactOptional(),
  /** While nobody calls: memory of its own and its share of what is shared (PSS), MB; CPU time in percent of one core. */
  memoryMb: z.number().nonnegative().exactOptional(),
  idleCpuPercent: z.number().nonnegative().exactOptional(),
  price: z.strictObject({ ...dated, perHour: z.number().positive() }),
  functionPrice: z.strictObject({
    ...dated,
    perMillionRequests: z.number().nonnegative(),
    perGbSecond: z.number().nonnegative(),
  }),
})
/** What holding a service that is never scaled to zero takes, and its prices. */
export type AlwaysOn = Readonly<z.infer<typeof alwaysOn>>

/** What plan, run and reports need to know of a target, whatever its provider. */
const targetFacts = z.strictObject({
  /** An environment that nobody calls for so long is ended, ms; known of the local engine only. */
  idleTtlMs: z.number().positive().exactOptional(),
  /** False where the function was invoked before the run, so that there is no first invocation to measure. */
  freshlyDeployed: z.boolean().exactOptional(),
  /** What a cold start of it is, where it cannot be taken for the platform's own: `process and isolate start, local`. */
  coldMeans: z.string().exactOptional(),
  /** Invocations that the account may run at once. */
  accountConcurrency: z.int().positive().exactOptional(),
  /** What `--target` takes to measure it again, where that is not its URL: `lambda:checkout`. */
  address: z.string().exactOptional(),
  /** Of a service that is never scaled to zero, and so has no cold starts. */
  alwaysOn: alwaysOn.exactOptional(),
  parity: parity.exactOptional(),
  /** Left out for the sample function and for what runs already. */
  function: functionFacts.exactOptional(),
})
/** What plan, run and reports need to know of a target. */
export type TargetFacts = Readonly<z.infer<typeof targetFacts>>

/** One invocable endpoint: deployment × region × memory × runtime × replica. */
const targetObject = z.strictObject({
  /** Unique in a run and readable in a table: `lambda`, `lambda/eu-west-1/512MB`, `vercel#2`. */
  id: z.string().min(1),
  /** The provider that builds requests for it and reads its replies. */
  provider: z.string().min(1),
  /** Where it runs, as the reader must be told: the local engine, a provider's cloud, or any URL. */
  platform: z.enum(['local', 'cloud', 'url']),
  url: z.url(),
  deployment: z.string().exactOptional(),
  /** The platform's name or ARN of the function. */
  functionName: z.string().exactOptional(),
  region: z.string().exactOptional(),
  memoryMb: z.number().positive().exactOptional(),
  runtime: z.string().exactOptional(),
  architecture: z.string().exactOptional(),
  /** Of a run that was merged of several: the name of the one that measured it. */
  part: z.string().min(1).exactOptional(),
  /** Copies of one function that are independent cold domains share everything but this number. */
  replica: z.int().nonnegative().exactOptional(),
  /** Targets of one group are replicas of one function and are reported together. */
  group: z.string().exactOptional(),
  /** What the parameter matrix varied, for grouping in reports. */
  parameters: z.record(z.string(), parameterValue).exactOptional(),
  facts: targetFacts.exactOptional(),
  /** What its provider alone reads, by a schema of its own, to call the target again. Never secrets. */
  handle: z.record(z.string(), parameterValue).exactOptional(),
  /** Facts and handle in one, as the first run files have them; read, never written. `deprecated` keeps `core/shape` from taking it as it is. */
  details: z.record(z.string(), parameterValue).meta({ deprecated: true }).exactOptional(),
})

/** A target in a run file, a result or the ledger; `details` of earlier files is read as facts and handle. */
export const target = z.preprocess(upgradeTarget, targetObject)
/** One endpoint that can be invoked: deployment × region × memory × runtime × replica. */
export type Target = Readonly<Omit<z.infer<typeof targetObject>, 'details'>>
