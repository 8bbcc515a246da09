import { describe, expect, it } from 'vitest'
import type { Ending } from './end-client.ts'
import { killAfterEachCall } from './kill-after-each-call.ts'
import * as scenes from './scenes.ts'

const lambdaStages = [
  'CreateRole',
  'AttachRolePolicy',
  'CreateFunction',
  'CreateFunctionUrlConfig',
  'AddPermission',
  'PutRolePolicy',
  'CreateSchedule',
  'UpdateFunctionConfiguration',
  'DeleteSchedule',
  'DeleteFunctionUrlConfig',
  'DeleteFunction',
  'DeleteLogGroup',
  'DetachRolePolicy',
  'DeleteRole',
]
const googleStages = ['PutSource', 'CreateFunction', 'CreateJob', 'DeleteJob', 'DeleteFunction']

const kinds = [
  ['a function on Lambda', scenes.lambda, lambdaStages, 14, 2],
  ["a user's own function on Lambda", scenes.lambdaOfTheUser, ['UpdateFunctionConfiguration'], 2, 1],
  ['a function on Google Cloud', scenes.google, googleStages, 5, 2],
  ['a project on Vercel', scenes.vercel, [], 9, 2],
  ['a Worker on Cloudflare', scenes.cloudflare, [], 4, 1],
  ['a site on Netlify', scenes.netlify, [], 9, 2],
  ["a deploy on a user's site on Netlify", scenes.netlifyOnTheUsersSite, [], 8, 1],
] as const

/** Every kind of deployment, ended after each of its remote calls. */
export function describeKills(ending: Ending): void {
  describe.each(kinds)('%s', (_, open, expected, leastStages, leastLeft) => {
    it('leaves nothing that destroy does not find, after any of its remote calls', async () => {
      const { stages, mostLeft } = await killAfterEachCall(open, ending, 1, 4)
      expect(stages).toEqual(expect.arrayContaining([...expected]))
      expect(stages.length).toBeGreaterThanOrEqual(leastStages)
      // It would prove nothing if there had been nothing to leave.
      expect(mostLeft).toBeGreaterThanOrEqual(leastLeft)
    })
  })
}

/** The longest kind of deployment and a short one, ended after some of their remote calls; the long suite ends all. */
export function describeSomeKills(ending: Ending, step: number): void {
  describe.each([kinds[0], kinds[3]])('%s', (_, open) => {
    it(`leaves nothing that destroy does not find, after every ${step}th of its remote calls`, async () => {
      const { stages, mostLeft } = await killAfterEachCall(open, ending, step, 1)
      expect(stages.length).toBeGreaterThanOrEqual(1)
      expect(mostLeft).toBeGreaterThanOrEqual(1)
    })
  })
}
