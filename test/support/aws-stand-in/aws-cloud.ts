import { createHash, randomUUID } from 'node:crypto'

/** How slow this cloud is, in polls rather than in seconds. */
export interface Pace {
  /** GetFunction calls that a new function or version is Pending for. */
  readonly pendingPolls: number
  /** GetFunction calls that an update is InProgress for. */
  readonly updatePolls: number
  /** GetFunction calls after an update that still show what was before it: AWS is eventually consistent. */
  readonly staleReads: number
  /** CreateFunction and CreateSchedule calls that a fresh role is refused for. */
  readonly roleRefusals: number
  /** Requests to a function URL that are refused although its policy is complete. */
  readonly policyRefusals: number
}

export interface StoredFunction {
  readonly name: string
  readonly arn: string
  readonly zip: Uint8Array
  readonly tags: Record<string, string>
  configuration: Record<string, unknown>
  revision: string
  pendingPolls: number
  updatePolls: number
  readonly versions: Map<string, { description: unknown; pendingPolls: number }>
  readonly statements: Map<string, Record<string, unknown>>
  url?: string
  /** Whether the URL passes replies on as they come. */
  streams?: boolean
  urlRefusals: number
  stale?: { left: number; readonly configuration: unknown }
}

export interface StoredRole {
  readonly name: string
  readonly arn: string
  readonly tags: readonly { Key: string; Value: string }[]
  readonly attached: Set<string>
  readonly inline: Set<string>
  readonly trusts: string
  refusals: number
}

/** One account in one region, in memory. */
export interface AwsCloud {
  readonly account: string
  readonly pace: Pace
  /** The caller's policy lacks lambda:ListTags: GetFunction then leaves the tags out (since July 2024). */
  readonly hidesTags: boolean
  concurrency: number
  /** The caller's policy is the documented one, limited to names that begin with `coldstart-`. */
  limitedToOurNames: boolean
  readonly functions: Map<string, StoredFunction>
  readonly roles: Map<string, StoredRole>
  readonly logGroups: Set<string>
  readonly schedules: Map<string, Record<string, unknown>>
}

export function createCloud(
  pace: Partial<Pace> = {},
  { account = '123456789012', hidesTags = false }: Partial<Pick<AwsCloud, 'account' | 'hidesTags'>> = {},
): AwsCloud {
  return {
    account,
    hidesTags,
    limitedToOurNames: false,
    pace: { pendingPolls: 2, updatePolls: 2, staleReads: 0, roleRefusals: 1, policyRefusals: 1, ...pace },
    concurrency: 1000,
    functions: new Map(),
    roles: new Map(),
    logGroups: new Set(),
    schedules: new Map(),
  }
}

/** Everything there is, for a test to see that nothing is left. */
export function contentsOf(cloud: AwsCloud): string[] {
  return [
    ...[...cloud.functions.keys()].map((name) => `function ${name}`),
    ...[...cloud.roles.keys()].map((name) => `role ${name}`),
    ...[...cloud.logGroups].map((name) => `log group ${name}`),
    ...[...cloud.schedules.keys()].map((name) => `schedule ${name}`),
  ]
}

export function newRevision(): string {
  return randomUUID()
}

/** Puts a function there that coldstart did not make. */
export function putFunction(
  cloud: AwsCloud,
  name: string,
  configuration: Record<string, unknown> = {},
): StoredFunction {
  const arn = `arn:aws:lambda:us-east-1:${cloud.account}:function:${name}`
  const stored: StoredFunction = {
    name,
    arn,
    zip: new Uint8Array(),
    tags: {},
    configuration: {
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      MemorySize: 256,
      Role: `arn:aws:iam::${cloud.account}:role/theirs`,
      ...configuration,
    },
    revision: newRevision(),
    pendingPolls: 0,
    updatePolls: 0,
    versions: new Map(),
    statements: new Map(),
    urlRefusals: 0,
  }
  cloud.functions.set(name, stored)
  return stored
}

export function sha256Base64(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('base64')
}
