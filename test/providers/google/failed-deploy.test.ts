import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { openLedger } from '../../../src/store/ledger/open-ledger.ts'
import { googleProvider } from '../../support/connected-providers.ts'
import { deployToGoogle } from '../../support/google-stand-in/deploy-to-google.ts'
import { googleError } from '../../support/google-stand-in/misbehaviour.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { type FreshCloud, failure, freshCloud, unavailable } from './support/fresh-cloud.ts'

let cloud: FreshCloud['cloud']
let context: FreshCloud['context']

beforeEach(async () => {
  ;({ cloud, context } = await freshCloud())
})
describe('a deploy that fails halfway', () => {
  it.each(['SetIamPolicy', 'CreateJob', 'UpdateService', 'Invoke'])(
    'at %s takes down what it had made',
    async (rpc) => {
      const ledger = openLedger({ cwd: temporaryFolder(), clock: context.clock })
      onTestFinished(() => ledger.close())
      const json = googleError(403, 'PERMISSION_DENIED', 'no')
      cloud.misbehave({ call: rpc, times: 1000, reply: { status: rpc === 'Invoke' ? 500 : 403, json } })
      await failure(deployToGoogle({ ...context, ledger }, { replicas: 2, schedule: '0 5 * * *' }))
      expect([cloud.functions.size, cloud.jobs.size]).toEqual([0, 0])
      expect(await ledger.open()).toEqual([])
    },
  )

  it('keeps it in the ledger when it cannot be taken down either', async () => {
    const ledger = openLedger({ cwd: temporaryFolder(), clock: context.clock })
    onTestFinished(() => ledger.close())
    const reply = { status: 403, json: googleError(403, 'PERMISSION_DENIED', 'no') }
    for (const rpc of ['SetIamPolicy', 'DeleteFunction']) cloud.misbehave({ call: rpc, times: 1000, reply })
    const error = await failure(deployToGoogle({ ...context, ledger }))
    expect(error.message).toContain('allow calls to the function')
    expect(context.logged.join()).toContain('run coldstart destroy')
    expect(await ledger.open()).toMatchObject([{ resources: [{ kind: 'google-function' }] }])
  })

  it('says what to use where an identity token is not taken', async () => {
    cloud.settings.organisationForbidsPublic = true
    cloud.settings.policyDelayCalls = 1e9
    const error = await failure(deployToGoogle(context))
    expect(error.hint).toContain('use a service account')
  })
})

describe('destroy, when Google Cloud misbehaves', () => {
  it.each(['DeleteFunction', 'DeleteJob', 'GetOperation'])(
    'survives a server error and a lost reply of %s',
    async (rpc) => {
      const deployment = await deployToGoogle(context, { schedule: '0 5 * * *' })
      cloud.misbehave({ call: rpc, reply: unavailable })
      cloud.misbehave({ call: rpc, reset: 'after' })
      await googleProvider.destroy(deployment, context)
      expect([cloud.functions.size, cloud.jobs.size]).toEqual([0, 0])
    },
  )

  it('waits for a function that is still being built', async () => {
    cloud.settings.operationPolls = 4
    const reply = { status: 403, json: googleError(403, 'PERMISSION_DENIED', 'no') }
    cloud.misbehave({ call: 'GetOperation', reply })
    await failure(deployToGoogle(context))
    expect(cloud.functions.size).toBe(0)
    expect(cloud.calls.filter((rpc) => rpc === 'DeleteFunction').length).toBeGreaterThan(1)
  })
})
