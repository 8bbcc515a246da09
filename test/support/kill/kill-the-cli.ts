import { expect } from 'vitest'
import { contentsOf } from '../aws-stand-in/aws-cloud.ts'
import { environmentFor, startAwsStandIn } from '../aws-stand-in/aws-stand-in.ts'
import { runCliAndKill } from '../run-cli.ts'
import { runInProcess } from '../run-in-process.ts'
import { pace } from './scenes.ts'

/** Kills `coldstart deploy` after an operation; `list` must tell, and `destroy` take down, what that left. */
export async function killTheCliAfter(operation: string): Promise<void> {
  const aws = await startAwsStandIn({ pace })
  const env = environmentFor(aws)
  const listen = (kill: () => Promise<void>) => {
    aws.onCall = (call, moment) => (call.operation === operation && moment === 'after' ? kill() : undefined)
  }
  const { signal, cwd } = await runCliAndKill(['deploy', 'lambda', '--yes'], { env, listen })
  expect(signal).toBe('SIGKILL')
  aws.onCall = undefined
  expect((await runInProcess(['list'], { env, cwd })).stdout).toContain('unfinished')
  const destroyed = await runInProcess(['destroy', '--yes'], { env, cwd })
  expect(destroyed).toMatchObject({ code: 0, stderr: expect.stringContaining('destroyed coldstart-') })
  expect(contentsOf(aws.cloud)).toEqual([])
  await aws.close()
}
