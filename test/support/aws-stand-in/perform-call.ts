import type { ServerResponse } from 'node:http'
import { lambdaAnswers } from './answer-lambda.ts'
import { jsonAnswers, xmlAnswers } from './answer-others.ts'
import type { AwsCloud } from './aws-cloud.ts'
import { AwsRefusal } from './aws-refusal.ts'
import type { AwsCall } from './read-call.ts'
import { invokeFunction, type ServedCloud } from './serve-function.ts'
import { writeJson, writeXml } from './write-answer.ts'

/** Another control plane behind the checks of this one. */
export interface Upstream {
  answer(call: AwsCall, cloud: AwsCloud, urlOf: (name: string) => string): Promise<UpstreamAnswer>
}

export interface UpstreamAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** An account, and where it can be reached. */
export interface ServedAccount extends ServedCloud {
  readonly upstream?: Upstream | undefined
  urlOf(name: string): string
}

/** Does what a checked call asks for. @returns what writes its answer @throws AwsRefusal */
export async function performCall(
  call: AwsCall,
  account: ServedAccount,
): Promise<(res: ServerResponse) => void> {
  const { cloud, host, upstream, urlOf } = account
  if (call.operation === 'Invoke') {
    const reply = await invokeFunction(call, account)
    return (res) =>
      reply ? res.writeHead(reply.status, reply.headers).end(reply.body) : res.writeHead(204).end()
  }
  if (upstream) {
    const { status, headers, body } = await upstream.answer(call, cloud, urlOf)
    return (res) => res.writeHead(status, headers).end(body)
  }
  const xml = xmlAnswers[call.operation]?.(call, cloud)
  if (xml !== undefined) return (res) => writeXml(call.operation, xml, res)
  const json = jsonAnswers[call.operation]?.(call, cloud)
  const answer = json ?? (await lambdaAnswers[call.operation]?.(call, { cloud, evict: host.evict, urlOf }))
  if (!answer) throw new AwsRefusal(404, 'UnknownOperationException', call.operation)
  return (res) => writeJson(answer, res)
}
