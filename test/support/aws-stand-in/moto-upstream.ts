import { lambdaAnswers } from './answer-lambda.ts'
import { xmlAnswers } from './answer-others.ts'
import { type AwsCloud, newRevision, putFunction } from './aws-cloud.ts'
import { AwsRefusal } from './aws-refusal.ts'
import type { Upstream, UpstreamAnswer } from './perform-call.ts'
import type { AwsCall } from './read-call.ts'
import { isRefusedRevision } from './stored-function.ts'

/**
 * moto as the control plane. What it does not have is added: account settings, the policy simulator, RevisionId and
 * the slow states; and a function URL that can be reached.
 */
export function motoUpstream(moto: string): Upstream {
  return {
    async answer(call, cloud, urlOf) {
      const local = answerLocally(call, cloud)
      if (local) return local
      const known = cloud.functions.get(nameIn(call))
      if (call.operation === 'UpdateFunctionConfiguration' && known && isRefusedRevision(call, known))
        throw new AwsRefusal(
          412,
          'PreconditionFailedException',
          'The RevisionId provided does not match the latest',
        )
      const answer = await forward(call, moto)
      return answer.status < 300 ? remember(call, answer, cloud, urlOf) : answer
    },
  }
}

function answerLocally(call: AwsCall, cloud: AwsCloud): UpstreamAnswer | undefined {
  if (call.operation === 'SimulatePrincipalPolicy') {
    const inner = xmlAnswers.SimulatePrincipalPolicy?.(call, cloud) ?? ''
    const name = 'SimulatePrincipalPolicy'
    const body = `<${name}Response><${name}Result>${inner}</${name}Result></${name}Response>`
    return { status: 200, headers: { 'content-type': 'text/xml' }, body }
  }
  if (call.operation !== 'GetAccountSettings') return undefined
  const services = { cloud, evict: async () => {}, urlOf: () => '' }
  const answer = lambdaAnswers.GetAccountSettings?.(call, services) as { json: unknown }
  return asJson(200, answer.json)
}

async function forward(call: AwsCall, moto: string): Promise<UpstreamAnswer> {
  const { host: _, 'content-length': __, connection: ___, ...headers } = call.headers
  const response = await fetch(moto + call.url, {
    method: call.method,
    headers: headers as Record<string, string>,
    ...(call.body.length > 0 && { body: new Uint8Array(call.body) }),
  })
  const kept = ['content-type', 'x-amzn-errortype', 'x-amzn-requestid', 'date']
  const shown = kept.flatMap((name) => [[name, response.headers.get(name)]]).filter(([, value]) => value)
  return { status: response.status, headers: Object.fromEntries(shown), body: await response.text() }
}

/** Follows what moto did, so that functions can be invoked and their revisions told apart. */
async function remember(
  call: AwsCall,
  answer: UpstreamAnswer,
  cloud: AwsCloud,
  urlOf: (name: string) => string,
): Promise<UpstreamAnswer> {
  const name = nameIn(call)
  if (call.operation === 'CreateFunction') {
    const { Code, ...configuration } = call.input
    const zip = Buffer.from(String((Code as { ZipFile: string }).ZipFile), 'base64')
    Object.assign(putFunction(cloud, name, configuration), { zip: new Uint8Array(zip) })
  }
  const known = cloud.functions.get(name)
  if (!known) return answer
  if (call.operation === 'DeleteFunction') cloud.functions.delete(name)
  if (call.operation === 'UpdateFunctionConfiguration') {
    known.revision = newRevision()
    known.updatePolls = cloud.pace.updatePolls
  }
  if (call.operation === 'AddPermission')
    known.statements.set(String(call.input.StatementId), { ...call.input })
  if (call.operation === 'CreateFunctionUrlConfig') {
    known.url = urlOf(name)
    return asJson(answer.status, { ...JSON.parse(answer.body), FunctionUrl: known.url })
  }
  if (call.operation === 'PublishVersion')
    known.versions.set(String(JSON.parse(answer.body).Version), { description: '', pendingPolls: 0 })
  if (call.operation !== 'GetFunction') return answer
  if (known.updatePolls > 0 && --known.updatePolls === 0) known.revision = newRevision()
  const found = JSON.parse(answer.body)
  const LastUpdateStatus = known.updatePolls > 0 ? 'InProgress' : 'Successful'
  const Configuration = { ...found.Configuration, RevisionId: known.revision, LastUpdateStatus }
  return asJson(answer.status, { ...found, Configuration })
}

function nameIn({ input }: AwsCall): string {
  const parts = String(input.FunctionName).split(':')
  return (parts.length >= 7 ? parts[6] : parts[0]) ?? ''
}

function asJson(status: number, json: unknown): UpstreamAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) }
}
