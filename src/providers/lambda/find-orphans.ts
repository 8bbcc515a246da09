import { isoNow } from '../../core/clock.ts'
import type { Deployment, Resource } from '../../core/deployment.ts'
import { sayLookalikes } from '../say-lookalikes.ts'
import type { AwsSession } from './aws-session.ts'
import { readCallerIdentity } from './caller-identity.ts'
import { listTags } from './function-tags.ts'
import { DEPLOYMENT_TAG, logGroupOf, NAME_PREFIX } from './lambda-names.ts'
import type { AwsContext } from './sessions.ts'

interface Found {
  readonly deploymentId: string
  readonly resource: Resource
}

/**
 * Everything of this account and region that provably is coldstart's, grouped by deployment: functions and roles by
 * their tag; log groups and schedules, which carry none, by a deployment that a tag or the ledger of this folder
 * names. What only has a name like ours is said, for the user to judge, and never given back.
 */
export async function findLambdaOrphans(context: AwsContext): Promise<readonly Deployment[]> {
  const session = await context.session(undefined)
  const { account } = await readCallerIdentity(session)
  const tagged = [...(await findFunctions(session)), ...(await findRoles(session))]
  const named = [...(await findLogGroups(session)), ...(await findSchedules(session))]
  const ledger = (await context.ledger.open()).map(({ id }) => id)
  const proven = new Set([...ledger, ...tagged.map(({ deploymentId }) => deploymentId)])
  const found = [...tagged, ...named.filter(({ deploymentId }) => proven.has(deploymentId))]
  const unproven = named.filter(({ deploymentId }) => !proven.has(deploymentId))
  sayLookalikes(
    'AWS',
    unproven.map(({ resource }) => `${resource.kind} ${resource.name}`),
    context,
  )
  const ids = [...new Set(found.map(({ deploymentId }) => deploymentId))]
  return ids.map((id) => ({
    id,
    provider: 'lambda',
    createdAt: isoNow(context.clock),
    account,
    region: session.region,
    resources: found.filter(({ deploymentId }) => deploymentId === id).map(({ resource }) => resource),
    targets: [],
  }))
}

async function findFunctions(session: AwsSession): Promise<Found[]> {
  const lambda = await session.lambda()
  const list = { action: 'list the functions', permission: 'lambda:ListFunctions' }
  const found: Found[] = []
  let Marker: string | undefined
  do {
    const input = { MaxItems: 50, ...(Marker && { Marker }) }
    const page = await session.call(list, (on) => lambda.listFunctions(input, on))
    for (const { FunctionName = '', FunctionArn = '' } of page.Functions ?? [])
      if (FunctionName.startsWith(NAME_PREFIX)) {
        const tags = (await listTags(FunctionArn, session)) ?? {}
        const deploymentId = tags[DEPLOYMENT_TAG]
        if (deploymentId)
          found.push({ deploymentId, resource: functionOf(FunctionName, FunctionArn, session) })
        else sayLookalikes('AWS', [`function ${FunctionName}`], session.context)
      }
    Marker = page.NextMarker
  } while (Marker)
  return found
}

function functionOf(name: string, id: string, session: AwsSession): Resource {
  return { kind: 'lambda-function', name, id, owned: true, region: session.region }
}

async function findRoles(session: AwsSession): Promise<Found[]> {
  const iam = await session.iam()
  const list = { action: 'list the roles', permission: 'iam:ListRoles' }
  const look = { action: 'read the tags of a role', permission: 'iam:GetRole' }
  const found: Found[] = []
  let Marker: string | undefined
  do {
    const page = await session.call(list, (on) => iam.listRoles({ ...(Marker && { Marker }) }, on))
    for (const { RoleName = '', Arn = '' } of page.Roles ?? [])
      if (RoleName.startsWith(NAME_PREFIX)) {
        const role = await session.find(look, (on) => iam.getRole({ RoleName }, on), [
          'NoSuchEntityException',
        ])
        const deploymentId = role?.Role?.Tags?.find(({ Key }) => Key === DEPLOYMENT_TAG)?.Value
        if (deploymentId)
          found.push({ deploymentId, resource: { kind: 'iam-role', name: RoleName, id: Arn, owned: true } })
        else sayLookalikes('AWS', [`role ${RoleName}`], session.context)
      }
    Marker = page.IsTruncated ? page.Marker : undefined
  } while (Marker)
  return found
}

async function findLogGroups(session: AwsSession): Promise<Found[]> {
  const what = { action: 'list the log groups', permission: 'logs:DescribeLogGroups' }
  const names: string[] = []
  let nextToken: string | undefined
  do {
    const body = JSON.stringify({ logGroupNamePrefix: logGroupOf(NAME_PREFIX), nextToken })
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'Logs_20140328.DescribeLogGroups',
    }
    const reply = await session.call(what, () =>
      session.signed({ service: 'logs', path: '/', method: 'POST', headers, body }),
    )
    const page = JSON.parse(reply.text) as { logGroups?: { logGroupName: string }[]; nextToken?: string }
    names.push(...(page.logGroups ?? []).map(({ logGroupName }) => logGroupName))
    nextToken = page.nextToken
  } while (nextToken)
  return names.flatMap((name) =>
    byName(name.replace(logGroupOf(''), ''), { kind: 'log-group', name }, session),
  )
}

async function findSchedules(session: AwsSession): Promise<Found[]> {
  const what = { action: 'list the schedules', permission: 'scheduler:ListSchedules' }
  const names: string[] = []
  let next = ''
  do {
    const path = `/schedules?NamePrefix=${NAME_PREFIX}${next && `&NextToken=${encodeURIComponent(next)}`}`
    const reply = await session.call(what, () =>
      session.signed({ service: 'scheduler', path, method: 'GET' }),
    )
    const page = JSON.parse(reply.text) as { Schedules?: { Name: string }[]; NextToken?: string }
    names.push(...(page.Schedules ?? []).map(({ Name }) => Name))
    next = page.NextToken ?? ''
  } while (next)
  return names.flatMap((name) => byName(name, { kind: 'schedule', name }, session))
}

/** `coldstart-<run>-<letters>-<replica>`, as `functionNameOf` makes it: eight of them, four in earlier versions. */
function byName(
  functionName: string,
  { kind, name }: { kind: string; name: string },
  session: AwsSession,
): Found[] {
  const deploymentId = /^(coldstart-[\w-]+-[a-km-z2-9]{4,8})-\d+$/.exec(functionName)?.[1]
  if (!deploymentId) return []
  return [{ deploymentId, resource: { kind, name, id: name, owned: true, region: session.region } }]
}
