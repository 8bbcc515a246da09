import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Misbehaviour, planMisbehaviours } from '../stand-in/misbehaviour.ts'
import { AwsRefusal } from './aws-refusal.ts'
import { checkInput } from './check-input.ts'
import { checkSignature, type KnownKey } from './check-signature.ts'
import { performCall, type ServedAccount } from './perform-call.ts'
import { type AwsCall, readCall } from './read-call.ts'
import { answerFunctionUrl } from './serve-function.ts'
import { writeRefusal } from './write-answer.ts'

/** What is answered on command, in the form that the protocol of the service has for errors. */
export interface PlannedReply {
  readonly status: number
  readonly code: string
  readonly message?: string
}

/** What came, and who is told of it. */
export interface CallLog {
  /** Operations in the order they came, `lambda:CreateFunction`. */
  readonly calls: AwsCall[]
  /** Requests that AWS would refuse for what they are: signature, service, operation or a member. */
  readonly refusals: string[]
  /** Called when a call has been checked (`before`) and when it was done and not yet answered (`after`). */
  onCall: ((call: AwsCall, moment: 'before' | 'after') => void | Promise<void>) | undefined
}

export interface Answering {
  readonly account: ServedAccount
  /** The credentials that calls are signed with. */
  readonly key: KnownKey
  readonly log: CallLog
  readonly misbehaviours: ReturnType<typeof planMisbehaviours<PlannedReply>>
}

/** Answers one HTTP request: to a function's URL, or a call of the API. */
export async function answerRequest(
  req: IncomingMessage,
  res: ServerResponse,
  answering: Answering,
): Promise<void> {
  const body = await readAll(req)
  if (req.url?.startsWith('/function-url/')) return answerFunctionUrl(req, body, res, answering.account)
  let service = 'lambda'
  try {
    const call = readChecked(req, body, answering)
    service = call.service
    await answerCall(call, res, answering)
  } catch (error) {
    if (!(error instanceof AwsRefusal)) throw error
    writeRefusal(error, service, res)
  }
}

async function answerCall(
  call: AwsCall,
  res: ServerResponse,
  { account, log, misbehaviours }: Answering,
): Promise<void> {
  log.calls.push(call)
  await log.onCall?.(call, 'before')
  const trouble = misbehaviours.take(call.operation)
  const isDone = trouble === undefined || trouble.afterDoing || trouble.reset === 'after'
  if (trouble && !isDone) return misbehaveNow(trouble, call.service, res)
  const write = await performCall(call, account)
  await log.onCall?.(call, 'after')
  if (trouble) return misbehaveNow(trouble, call.service, res)
  write(res)
}

function readChecked(req: IncomingMessage, body: Buffer, { key, log }: Answering): AwsCall {
  try {
    const call = readCall(req, body)
    checkSignature(call, key)
    checkInput(call)
    return call
  } catch (error) {
    log.refusals.push(`${req.method} ${req.url}: ${String(error)}`)
    throw error
  }
}

async function readAll(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function misbehaveNow(trouble: Misbehaviour<PlannedReply>, service: string, res: ServerResponse): void {
  if (trouble.reset) {
    res.destroy()
    return
  }
  const { status = 500, code = 'ServiceException', message = 'on command' } = trouble.reply ?? {}
  writeRefusal(new AwsRefusal(status, code, message), service, res)
}
