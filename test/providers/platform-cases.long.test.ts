import { expect, it } from 'vitest'
import { cases } from '../support/scripted-replies.ts'
import { awsActive, awsFunction, awsRole, failed, invoked } from './support/aws-flows.ts'
import type { Flow } from './support/flow.ts'
import {
  googleAccess,
  googleCall,
  googleCreate,
  googleOperation,
  googleUpload,
} from './support/google-flows.ts'
import {
  netlifyDeploy,
  netlifyOrphans,
  netlifyReady,
  netlifySite,
  netlifyTeam,
  netlifyUpload,
} from './support/netlify-flows.ts'
import { vercelDeployment, vercelDoctor, vercelProject, vercelReady } from './support/vercel-flows.ts'

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
