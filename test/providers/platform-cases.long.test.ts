import { expect, it } from 'vitest'
import { authenticate } from '../../src/providers/google/authenticate.ts'
import { createFunction as createGoogleFunction } from '../../src/providers/google/create-function.ts'
import { callGoogle } from '../../src/providers/google/google-api.ts'
import { allowInvoker } from '../../src/providers/google/open-to-callers.ts'
import { uploadSource } from '../../src/providers/google/upload-source.ts'
import { waitForOperation } from '../../src/providers/google/wait-for-operation.ts'
import { openAwsSession } from '../../src/providers/lambda/aws-session.ts'
import { createFunction as createLambdaFunction } from '../../src/providers/lambda/create-function.ts'
import { createRole } from '../../src/providers/lambda/execution-role.ts'
import { interpretLambdaReply } from '../../src/providers/lambda/interpret-lambda.ts'
import { waitUntilActive } from '../../src/providers/lambda/wait-for-function.ts'
import { createDeploy, uploadRequired, waitForDeploy } from '../../src/providers/netlify/digest-deploy.ts'
import { findNetlifyOrphans } from '../../src/providers/netlify/find-orphans.ts'
import { openNetlifyApi } from '../../src/providers/netlify/netlify-api.ts'
import { createSite, findTeam } from '../../src/providers/netlify/site.ts'
import { checkVercel } from '../../src/providers/vercel/check.ts'
import { createDeployment, waitForDeployment } from '../../src/providers/vercel/deployment.ts'
import { createProject } from '../../src/providers/vercel/project.ts'
import { openVercelApi } from '../../src/providers/vercel/vercel-api.ts'
import { probeReply } from '../support/probe-reply.ts'
import { cases, platform } from '../support/scripted-replies.ts'

/** What is done with a platform that answers as in the case; resolves with what a reader would see. */
type Flow = (name: string) => Promise<unknown>
type Given = Parameters<typeof probeReply>[0]

const spec = {
  runId: '2026-11-23T000000-test',
  workload: { folder: '/nowhere' },
  replicas: 1,
  options: {},
} as never

const vercelProject: Flow = async (name) => {
  const context = await platform(name)
  const taken: string[] = []
  const ledger = {
    ...context.ledger,
    removed: async (_: string, { name }: { name?: string }) => void taken.push(name ?? ''),
  }
  const made = await createProject(spec, 'd1', await openVercelApi(context), {
    ...context,
    ledger,
  } as typeof context)
  return { id: made.id, taken: new Set(taken).size }
}
const vercelDeployment: Flow = async (name) => {
  const files = [{ path: 'index.mjs', bytes: Uint8Array.of(1) }]
  const project = { id: 'prj', name: 'coldstart-x' }
  const request = {
    project,
    files,
    prebuilt: true,
    environment: 'production',
    nodeVersion: '24.x',
    meta: {},
  } as const
  return createDeployment(request, await openVercelApi(await platform(name)))
}
const vercelReady: Flow = async (name) => {
  const context = await platform(name)
  return waitForDeployment('dpl_1', 'production', await openVercelApi(context), context)
}
const vercelDoctor: Flow = async (name) => checkVercel(await platform(name))

const netlifySite: Flow = async (name) => {
  const context = await platform(name)
  let taken = 0
  const ledger = { ...context.ledger, removed: async () => void taken++ }
  const site = await createSite(spec, 'd1', 't', await openNetlifyApi(context), { ...context, ledger })
  return { id: site.id, taken }
}
const digest = {
  siteId: 's',
  title: 'coldstart d1',
  draft: true,
  files: [],
  runtime: 'nodejs22.x',
  schedules: [],
  variables: {},
}
const netlifyDeploy: Flow = async (name) =>
  createDeploy({ ...digest, functions: [] }, await openNetlifyApi(await platform(name)))
const netlifyUpload: Flow = async (name) => {
  const one = {
    name: 'hello',
    zip: Uint8Array.of(1),
    sha256: 'abc',
    invocationMode: 'stream',
    buildData: {},
  } as never
  const made = { id: 'd', required: [], requiredFunctions: ['abc'] }
  return uploadRequired(made, { ...digest, functions: [one] }, await openNetlifyApi(await platform(name)))
}
const netlifyReady: Flow = async (name) => {
  const context = await platform(name)
  return waitForDeploy('s', 'd', await openNetlifyApi(context), context)
}
const netlifyTeam: Flow = async (name) => findTeam(undefined, await openNetlifyApi(await platform(name)))
const netlifyOrphans: Flow = async (name) => findNetlifyOrphans(await platform(name))

const googlePlan = {
  name: { project: 'p1', region: 'r', id: 'f' },
  deploymentId: 'd1',
  runtime: 'nodejs22',
  entryPoint: 'hello',
  memoryMb: 256,
  timeoutSeconds: 60,
  variables: {},
  storageSource: {},
} as never
const googleCreate: Flow = async (name) =>
  createGoogleFunction(googlePlan, authenticate(await platform(name)))
const googleUpload: Flow = async (name) => {
  const context = authenticate(await platform(name))
  // The recorded address is of a machine that is gone: the upload goes where the case's other reply is.
  const [{ body }] = [cases.find((one) => one.name === name)?.replies?.[0] ?? { body: {} }] as [
    { body: { uploadUrl?: string } },
  ]
  const recorded = new URL(body.uploadUrl ?? '')
  const fetch: typeof context.network.fetch = (input, init) => {
    const url = new URL(String(input))
    const there = new URL(context.baseUrls['cloudfunctions.googleapis.com'] ?? '')
    return context.network.fetch(
      url.host === recorded.host ? `${there.origin}${url.pathname}${url.search}` : input,
      init,
    )
  }
  return uploadSource(
    Uint8Array.of(1),
    { project: 'p1', region: 'r' },
    { ...context, network: { ...context.network, fetch } },
  )
}
const googleOperation: Flow = async (name) =>
  waitForOperation(
    { api: 'functions', project: 'p1', action: 'deploy f', operation: { name: 'operations/o' } },
    authenticate(await platform(name)),
  )
const googleAccess: Flow = async (name) =>
  allowInvoker('projects/p1/locations/r/services/f', 'allUsers', authenticate(await platform(name)))
const googleCall: Flow = async (name) =>
  callGoogle(
    { api: 'functions', project: 'p1', action: 'deploy f', method: 'POST', path: '/v2/x' },
    authenticate(await platform(name)),
  )

const awsSession = async (name: string) => openAwsSession('us-east-1', await platform(name))
const awsRole: Flow = async (name) =>
  createRole(
    { name: 'r', service: 'lambda.amazonaws.com', tags: { 'coldstart:deployment': 'd' } },
    await awsSession(name),
  )
const awsFunction: Flow = async (name) =>
  createLambdaFunction(
    {
      name: 'coldstart-f',
      roleArn: 'arn:aws:iam::1:role/r',
      pack: { handler: 'i.h', zip: Uint8Array.of(1) } as never,
      runtimes: ['nodejs24.x', 'nodejs22.x'],
      architecture: 'arm64',
      memoryMb: 128,
      snapStart: false,
      tags: { 'coldstart:deployment': 'd' },
      timeoutSeconds: 30,
    },
    await awsSession(name),
  )
const awsActive: Flow = async (name) => waitUntilActive('coldstart-f', await awsSession(name))
const invoked =
  (given: Given): Flow =>
  async () => {
    const url = 'https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/f/invocations'
    return interpretLambdaReply(probeReply({ request: { url, method: 'POST', headers: {} }, ...given }), 'n')
      .error
  }
const failed = { 'x-amz-function-error': 'Unhandled' }

const error = (code: string, words: RegExp, hint = /./) => ({
  code,
  message: expect.stringMatching(words),
  hint: expect.stringMatching(hint),
})
const sample = (kind: string, words = /./) => ({ kind, message: expect.stringMatching(words) })

/** Every case, by its name: what is done, and what comes of it. */
const expected: Readonly<Record<string, readonly [flow: Flow, outcome: unknown]>> = {
  'V create project 409': [vercelProject, { id: 'prj_1', taken: 2 }],
  'V doctor 403 invalidToken': [vercelDoctor, expect.objectContaining({ ready: false })],
  'V 402 free per day': [
    vercelDeployment,
    error('remote-quota', /api-deployments-free-per-day/, /100 deployments/),
  ],
  'V missing_files 400 then 200': [vercelDeployment, 'dpl_stub'],
  'V missing_project_settings': [
    vercelDeployment,
    error('remote-failed', /`projectSettings` object is required/),
  ],
  'V aliasAssigned number, QUEUED first': [vercelReady, { id: 'dpl_1', host: 'coldstart-x.vercel.app' }],
  'V READY but STAGED, never aliased': [vercelReady, error('remote-failed', /READY and stays STAGED/)],
  'V 5xx html': [vercelDeployment, error('remote-failed', /502 Bad Gateway/)],
  'V account blocked': [
    vercelProject,
    error('remote-failed', /Account is blocked/, /another token does not help/),
  ],
  'N create site 422 subdomain': [netlifySite, { id: '3cf4', taken: 1 }],
  'N deploy 403 credits': [netlifyDeploy, error('remote-quota', /credit usage exceeded/, /credits/)],
  'N 401': [netlifyDeploy, error('remote-unauthorized', /Access Denied/)],
  'N 429 app limit': [netlifyDeploy, error('remote-busy', /rate limit surpassed/)],
  'N upload 422 already done': [netlifyUpload, error('remote-failed', /Build is already done/)],
  'N upload 422 no records matched': [netlifyUpload, error('remote-failed', /No records matched/)],
  'N deploy null lists': [netlifyDeploy, { id: '5eb8', required: [], requiredFunctions: [] }],
  'N wait: real ready body': [netlifyReady, 'https://master--n.netlify.app'],
  'N wait: retrying': [netlifyReady, error('remote-failed', /Failed to create function: invalid parameter/)],
  'N accounts': [netlifyTeam, 'me-1'],
  'N orphans 100': [netlifyOrphans, []],
  'G SERVICE_DISABLED': [
    googleCall,
    error('google-api-disabled', /cloudfunctions/i, /--project=p1.*project 1/s),
  ],
  'G billing disabled (old words)': [
    googleCall,
    error('google-refused', /billing/, /Link a billing account/),
  ],
  'G USER_PROJECT_DENIED': [googleCall, error('google-refused', /./, /serviceUsageConsumer/)],
  'G 401': [googleCall, error('remote-unauthorized', /./, /gcloud auth application-default login/)],
  'G 409 unable to queue (create)': [googleCreate, error('google-operation', /stayed busy for 20 minutes/)],
  'G IAM: Run invoker check disabled / membership type': [
    googleAccess,
    error('remote-failed', /allUsers is invalid due to membership type restrictions/),
  ],
  'G etag race': [googleAccess, 'open'],
  'G operation NOT found while polling': [googleOperation, error('remote-failed', /Operation not found/)],
  'G operation 503 html': [
    googleOperation,
    expect.objectContaining({ name: expect.stringMatching(/functions\/f$/) }),
  ],
  'G upload url': [googleUpload, expect.objectContaining({ object: 'x.zip' })],
  'G function DEPLOYING then ACTIVE with uri': [
    googleCreate,
    expect.objectContaining({
      url: 'https://f-abc-uc.a.run.app',
      service: 'projects/p1/locations/r/services/f',
    }),
  ],
  'AWS IAM EntityAlreadyExists, foreign': [awsRole, error('aws-name-taken', /role named r already exists/)],
  'AWS IAM AccessDenied': [
    awsRole,
    error('aws-denied', /not authorized to perform: iam:CreateRole/, /iam:CreateRole/),
  ],
  'AWS IAM Throttling': [awsRole, error('remote-busy', /create the role r/)],
  'AWS IAM LimitExceeded': [awsRole, error('remote-quota', /RolesPerAccount/)],
  'AWS IAM ServiceFailure html 503': [awsRole, error('remote-failed', /create the role r/)],
  'AWS Lambda runtime not in the enum, then created': [
    awsFunction,
    expect.objectContaining({ runtime: 'nodejs22.x' }),
  ],
  'AWS Lambda AccessDenied capital M': [
    awsFunction,
    error('aws-denied', /not authorized to perform: lambda:CreateFunction/),
  ],
  'AWS Lambda 429 create': [awsFunction, error('remote-busy', /create the function/)],
  'AWS Lambda role not ready then ok': [awsFunction, expect.objectContaining({ runtime: 'nodejs24.x' })],
  'AWS Lambda bad token': [
    awsFunction,
    error('aws-credentials-refused', /security token/, /access key is unknown/),
  ],
  'AWS Lambda captive html 403': [awsFunction, error('remote-intercepted', /web page/, /proxy/i)],
  'AWS Lambda state Inactive/ActiveNonInvocable': [
    awsActive,
    error('lambda-not-usable', /its state is ActiveNonInvocable: capacity provider/),
  ],
  'AWS Invoke 429': [
    invoked({ status: 429, body: { Reason: 'x', message: 'Rate Exceeded.' } }),
    sample('throttled'),
  ],
  'AWS Invoke 403 R4': [invoked({ status: 403, body: { Message: 'denied' } }), sample('platform', /denied/)],
  'AWS Invoke 404': [
    invoked({ status: 404, body: { Message: 'Function not found' } }),
    sample('platform', /not found/),
  ],
  'AWS Invoke 500 ServiceException': [
    invoked({ status: 500, body: { Message: 'internal' } }),
    sample('platform', /internal/),
  ],
  'AWS Invoke 200 function error OOM': [
    invoked({ headers: failed, body: { errorType: 'Runtime.OutOfMemory', errorMessage: 'signal: killed' } }),
    sample('function', /OutOfMemory/),
  ],
  'AWS Invoke 200 user error whose text says Task timed out': [
    invoked({
      headers: failed,
      body: { errorType: 'Error', errorMessage: 'Task timed out after 3.00 seconds' },
    }),
    sample('function'),
  ],
  'AWS Invoke 200 null': [invoked({ body: 'null' }), undefined],
  'AWS Invoke 200 string': [invoked({ body: '"hello"' }), undefined],
  'AWS Invoke 200 apigw 500': [invoked({ body: { statusCode: 500, body: 'x' } }), sample('status')],
  'AWS Invoke 200 apigw statusCode string': [
    invoked({ body: { statusCode: '500', body: 'x' } }),
    sample('status'),
  ],
}

it.each(cases.map(({ name }) => name))(
  '%s comes to what is right, in the flow that meets it',
  async (name) => {
    const found = expected[name]
    if (!found) throw new Error(`nothing is expected of the case ${name}`)
    const [flow, outcome] = found
    const seen = await flow(name).catch((error: { code?: string; message: string; hint?: string }) => {
      const { code, message, hint } = error
      if (code === undefined) throw error
      return { code, message, hint }
    })
    expect(seen).toEqual(outcome)
  },
)

it('no expectation is of a case that is not there', () => {
  expect(Object.keys(expected).sort()).toEqual(cases.map(({ name }) => name).sort())
})
