import { openAwsSession } from '../../../src/providers/lambda/aws-session.ts'
import { createFunction as createLambdaFunction } from '../../../src/providers/lambda/create-function.ts'
import { createRole } from '../../../src/providers/lambda/execution-role.ts'
import { interpretLambdaReply } from '../../../src/providers/lambda/interpret-lambda.ts'
import { waitUntilActive } from '../../../src/providers/lambda/wait-for-function.ts'
import { probeReply } from '../../support/probe-reply.ts'
import { platform } from '../../support/scripted-replies.ts'
import type { Flow } from './flow.ts'

type Given = Parameters<typeof probeReply>[0]

const awsSession = async (name: string) => openAwsSession('us-east-1', await platform(name))
export const awsRole: Flow = async (name) =>
  createRole(
    { name: 'r', service: 'lambda.amazonaws.com', tags: { 'coldstart:deployment': 'd' } },
    await awsSession(name),
  )
export const awsFunction: Flow = async (name) =>
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
export const awsActive: Flow = async (name) => waitUntilActive('coldstart-f', await awsSession(name))
export const invoked =
  (given: Given): Flow =>
  async () => {
    const url = 'https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/f/invocations'
    return interpretLambdaReply(probeReply({ request: { url, method: 'POST', headers: {} }, ...given }), 'n')
      .error
  }
export const failed = { 'x-amz-function-error': 'Unhandled' }
