import type { AwsCloud } from './aws-cloud.ts'
import { AwsRefusal } from './aws-refusal.ts'
import type { AwsCall } from './read-call.ts'
import type { JsonAnswer } from './write-answer.ts'

/** What Lambda's operations work on. */
export interface LambdaServices {
  readonly cloud: AwsCloud
  /** The next invocation of that function is on a new instance. */
  evict(key: string): Promise<void>
  urlOf(name: string): string
}

/** One function an operation. */
export type LambdaAnswers = Readonly<
  Record<string, (call: AwsCall, services: LambdaServices) => JsonAnswer | Promise<JsonAnswer>>
>

export function conflict(message: string): AwsRefusal {
  return new AwsRefusal(409, 'ResourceConflictException', message)
}
