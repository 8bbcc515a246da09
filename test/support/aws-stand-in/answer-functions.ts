import { type AwsCloud, newRevision, type StoredFunction } from './aws-cloud.ts'
import { AwsRefusal } from './aws-refusal.ts'
import { conflict, type LambdaAnswers } from './lambda-services.ts'
import { configurationOf, find, isRefusedRevision, letTimePass, publish } from './stored-function.ts'

/** Functions, their versions and tags, and the account's limits. */
export const functionAnswers: LambdaAnswers = {
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

/** As AWS has it: an error in place of the tags for whoever may not list them. */
function shownTags({ tags }: StoredFunction, { hidesTags }: AwsCloud): object {
  if (!hidesTags) return { Tags: tags }
  return { TagsError: { ErrorCode: 'AccessDeniedException', Message: 'not authorized: lambda:ListTags' } }
}
