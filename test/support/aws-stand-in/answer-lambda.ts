import type { AwsCloud, StoredFunction } from './aws-cloud.ts'
import { newRevision, sha256Base64 } from './aws-cloud.ts'
import { AwsRefusal } from './aws-refusal.ts'
import type { AwsCall } from './read-call.ts'

export interface LambdaServices {
  readonly cloud: AwsCloud
  /** The next invocation of that function is on a new instance. */
  evict(key: string): Promise<void>
  urlOf(name: string): string
}

export interface JsonAnswer {
  readonly status: number
  readonly json: unknown
}

type Answer = (call: AwsCall, services: LambdaServices) => JsonAnswer | Promise<JsonAnswer>

const conflict = (message: string) => new AwsRefusal(409, 'ResourceConflictException', message)

/** Lambda's control plane, one function an operation. */
export const lambdaAnswers: Readonly<Record<string, Answer>> = {
  CreateFunction({ input, region }, { cloud }) {
    const name = String(input.FunctionName)
    if (cloud.functions.has(name)) throw conflict(`Function already exist: ${name}`)
    refuseFreshRole(String(input.Role), cloud)
    const { Code, Tags = {}, Publish, ...configuration } = input as Record<string, unknown>
    const zip = new Uint8Array(Buffer.from(String((Code as { ZipFile?: string }).ZipFile), 'base64'))
    const stored: StoredFunction = {
      name,
      arn: `arn:aws:lambda:${region}:${cloud.account}:function:${name}`,
      zip,
      tags: Tags as Record<string, string>,
      configuration,
      revision: newRevision(),
      pendingPolls: cloud.pace.pendingPolls,
      updatePolls: 0,
      versions: new Map(),
      statements: new Map(),
      urlRefusals: cloud.pace.policyRefusals,
    }
    cloud.functions.set(name, stored)
    if (Publish) publish(stored, cloud)
    return { status: 201, json: { ...configurationOf(stored), ...(Publish ? { Version: '1' } : {}) } }
  },

  async GetFunction({ input }, services) {
    const stored = find(input, services.cloud)
    const qualifier = input.Qualifier === undefined ? undefined : String(input.Qualifier)
    if (stored.stale && stored.stale.left-- > 0)
      return {
        status: 200,
        json: { Configuration: stored.stale.configuration, ...shownTags(stored, services.cloud) },
      }
    await letTimePass(stored, qualifier, services)
    const Configuration = configurationOf(stored, qualifier)
    const tags = shownTags(stored, services.cloud)
    return { status: 200, json: { Configuration, ...tags, Code: { RepositoryType: 'S3' } } }
  },

  UpdateFunctionConfiguration({ input }, { cloud }) {
    const stored = find(input, cloud)
    if (stored.pendingPolls > 0) throw conflict('The function is currently in the following state: Pending')
    if (stored.updatePolls > 0) throw conflict('An update is in progress for resource')
    if (isRefusedRevision({ input }, stored))
      throw new AwsRefusal(
        412,
        'PreconditionFailedException',
        'The RevisionId provided does not match the latest',
      )
    const { FunctionName: _, RevisionId: __, ...changes } = input
    const variables = (changes.Environment as { Variables?: Record<string, string> } | undefined)?.Variables
    if (Buffer.byteLength(JSON.stringify(variables ?? {})) > 4096)
      throw new AwsRefusal(
        400,
        'InvalidParameterValueException',
        `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${JSON.stringify(variables)}`,
      )
    stored.stale = { left: cloud.pace.staleReads, configuration: configurationOf(stored) }
    stored.configuration = { ...stored.configuration, ...changes }
    stored.revision = newRevision()
    stored.updatePolls = cloud.pace.updatePolls
    return { status: 200, json: configurationOf(stored) }
  },

  PublishVersion({ input }, { cloud }) {
    const stored = find(input, cloud)
    if (stored.updatePolls > 0) throw conflict('An update is in progress for resource')
    const version = publish(stored, cloud)
    return { status: 201, json: configurationOf(stored, version) }
  },

  DeleteFunction({ input }, { cloud }) {
    cloud.functions.delete(find(input, cloud).name)
    return { status: 204, json: undefined }
  },

  ListFunctions(_, { cloud }) {
    return {
      status: 200,
      json: { Functions: [...cloud.functions.values()].map((one) => configurationOf(one)) },
    }
  },

  ListTags({ input }, { cloud }) {
    if (cloud.hidesTags)
      throw new AwsRefusal(403, 'AccessDeniedException', 'not authorized to perform: lambda:ListTags')
    return { status: 200, json: { Tags: find({ FunctionName: input.Resource }, cloud).tags } }
  },

  GetAccountSettings(_, { cloud }) {
    const AccountLimit = {
      ConcurrentExecutions: cloud.concurrency,
      UnreservedConcurrentExecutions: cloud.concurrency,
      CodeSizeZipped: 52_428_800,
    }
    return { status: 200, json: { AccountLimit, AccountUsage: {} } }
  },

  CreateFunctionUrlConfig({ input }, { cloud, urlOf }) {
    const stored = find(input, cloud)
    if (stored.url) throw conflict('FunctionUrlConfig exists for this Lambda function')
    stored.url = urlOf(stored.name)
    stored.streams = input.InvokeMode === 'RESPONSE_STREAM'
    return {
      status: 201,
      json: { FunctionUrl: stored.url, FunctionArn: stored.arn, AuthType: input.AuthType },
    }
  },

  GetFunctionUrlConfig({ input }, { cloud }) {
    const stored = find(input, cloud)
    return { status: 200, json: { FunctionUrl: stored.url, FunctionArn: stored.arn, AuthType: 'NONE' } }
  },

  DeleteFunctionUrlConfig({ input }, { cloud }) {
    const stored = find(input, cloud)
    if (!stored.url) throw new AwsRefusal(404, 'ResourceNotFoundException', 'The resource does not exist')
    delete stored.url
    return { status: 204, json: undefined }
  },

  AddPermission({ input }, { cloud }) {
    const stored = find(input, cloud)
    if (input.Action === 'lambda:InvokeFunction' && input.FunctionUrlAuthType !== undefined)
      throw new AwsRefusal(
        400,
        'InvalidParameterValueException',
        'FunctionUrlAuthType is only for lambda:InvokeFunctionUrl',
      )
    if (stored.statements.has(String(input.StatementId)))
      throw conflict('The statement id provided already exists')
    stored.statements.set(String(input.StatementId), { ...input })
    return { status: 201, json: { Statement: JSON.stringify({ Sid: input.StatementId }) } }
  },
}

/** An update made from another revision than the one there is. */
export function isRefusedRevision({ input }: Pick<AwsCall, 'input'>, { revision }: StoredFunction): boolean {
  return input.RevisionId !== undefined && input.RevisionId !== revision
}

/** By name or ARN, with or without a version. @throws AwsRefusal */
export function find(input: Readonly<Record<string, unknown>>, cloud: AwsCloud): StoredFunction {
  const parts = String(input.FunctionName).split(':')
  const name = (parts.length >= 7 ? parts[6] : parts.length >= 3 ? parts[2] : parts[0]) ?? ''
  const stored = cloud.functions.get(name)
  if (stored) return stored
  throw new AwsRefusal(404, 'ResourceNotFoundException', `Function not found: ${input.FunctionName}`)
}

/** Whether everybody may call the function's URL: both statements are there. */
export function isPublic({ statements }: StoredFunction): boolean {
  const all = [...statements.values()]
  const url = all.some(
    (one) =>
      one.Action === 'lambda:InvokeFunctionUrl' &&
      one.Principal === '*' &&
      one.FunctionUrlAuthType === 'NONE',
  )
  const invoke = all.some(
    (one) =>
      one.Action === 'lambda:InvokeFunction' && one.Principal === '*' && one.InvokedViaFunctionUrl === true,
  )
  return url && invoke
}

function refuseFreshRole(arn: string, cloud: AwsCloud): void {
  const role = [...cloud.roles.values()].find((one) => one.arn === arn)
  const wrong = !role?.trusts.includes('lambda.amazonaws.com')
  if (role && role.refusals > 0) role.refusals -= 1
  else if (!wrong) return
  throw new AwsRefusal(
    400,
    'InvalidParameterValueException',
    'The role defined for the function cannot be assumed by Lambda.',
  )
}

/** An unchanged function gives its newest version again. */
function publish(stored: StoredFunction, cloud: AwsCloud): string {
  const latest = [...stored.versions].at(-1)
  const description = stored.configuration.Description
  if (latest && latest[1].description === description) return latest[0]
  const version = String(stored.versions.size + 1)
  stored.versions.set(version, { description, pendingPolls: cloud.pace.pendingPolls })
  return version
}

async function letTimePass(stored: StoredFunction, qualifier: string | undefined, services: LambdaServices) {
  const version = qualifier ? stored.versions.get(qualifier) : undefined
  if (version && version.pendingPolls > 0) version.pendingPolls -= 1
  if (stored.pendingPolls > 0) stored.pendingPolls -= 1
  else if (stored.updatePolls > 0) {
    stored.updatePolls -= 1
    if (stored.updatePolls > 0) return
    stored.revision = newRevision()
    await services.evict(stored.name)
  }
}

function configurationOf(stored: StoredFunction, qualifier?: string): Record<string, unknown> {
  const version = qualifier ? stored.versions.get(qualifier) : undefined
  const pending = (version?.pendingPolls ?? stored.pendingPolls) > 0
  return {
    ...stored.configuration,
    FunctionName: stored.name,
    FunctionArn: version ? `${stored.arn}:${qualifier}` : stored.arn,
    Version: version ? qualifier : '$LATEST',
    CodeSha256: sha256Base64(stored.zip),
    CodeSize: stored.zip.length,
    RevisionId: stored.revision,
    State: pending ? 'Pending' : 'Active',
    ...(pending ? { StateReasonCode: 'Creating' } : {}),
    LastUpdateStatus: stored.updatePolls > 0 ? 'InProgress' : 'Successful',
  }
}

/** As AWS has it: an error in place of the tags for whoever may not list them. */
function shownTags({ tags }: StoredFunction, { hidesTags }: AwsCloud): object {
  if (!hidesTags) return { Tags: tags }
  return { TagsError: { ErrorCode: 'AccessDeniedException', Message: 'not authorized: lambda:ListTags' } }
}
