import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openLedger } from '../../../src/store/ledger/open-ledger.ts'
import { googleProvider } from '../../support/connected-providers.ts'
import { deployToGoogle } from '../../support/google-stand-in/deploy-to-google.ts'
import { type GoogleCloud, startGoogleCloud } from '../../support/google-stand-in/google-cloud.ts'
import { createGoogleContext } from '../../support/google-stand-in/google-context.ts'
import { googleError } from '../../support/google-stand-in/misbehaviour.ts'
import type { Holder } from '../../support/google-stand-in/tokens.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const holders = ['user', 'service-account'] as const

describe('no secret of Google Cloud', () => {
  it.each(holders)('appears in anything a whole run of a %s writes, debug lines included', async (holder) => {
    const cloud = await start()
    cloud.settings.organisationForbidsPublic = true
    const context = contextOf(cloud, holder)
    const deployment = await deployToGoogle(context, { schedule: '0 5 * * *', replicas: 2 })
    await googleProvider.evict?.(deployment, context)
    await googleProvider.destroy(deployment, context)
    const folder = dirname(context.ledger.path)
    const files = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
    )
    expect(files.join('')).toContain('"type":"ended"')
    expectNone(cloud, [...context.logged, ...files])
  })

  const failures = [
    'Token',
    'GenerateUploadUrl',
    'PutSource',
    'CreateFunction',
    'SetIamPolicy',
    'Invoke',
    'UpdateService',
  ]
  it.each(failures.flatMap((rpc) => holders.map((holder) => [rpc, holder] as const)))(
    'appears in the error of %s when the platform quotes it back to a %s',
    async (rpc, holder) => {
      const cloud = await start()
      const context = contextOf(cloud, holder)
      if (rpc === 'Invoke') cloud.settings.organisationForbidsPublic = true
      const reply = {
        status: rpc === 'PutSource' || rpc === 'Invoke' ? 418 : 400,
        // Quotes whatever this holder has or was given, at the moment of the call.
        get json() {
          const quoted = cloud.tokens.secretsOf(holder).join(' ')
          return { ...googleError(400, 'OUT_OF_RANGE', quoted), error_description: quoted }
        },
      }
      cloud.misbehave({ call: rpc, times: 99, reply })
      const error = await deployToGoogle(context).catch((refusal: unknown) => refusal)
      expect(error).toBeInstanceOf(Error)
      expectNone(cloud, [inspect(error, { depth: 10 }), ...context.logged])
    },
  )

  it('appears when the key file is broken', async () => {
    const cloud = await start()
    const folder = temporaryFolder()
    const { writeFile } = await import('node:fs/promises')
    await writeFile(join(folder, 'key.json'), `{"private_key": "${cloud.secrets[2]}", oops`)
    const env = { GOOGLE_APPLICATION_CREDENTIALS: join(folder, 'key.json') }
    const readiness = await googleProvider.check(createGoogleContext(cloud, { env }))
    expect(readiness.ready).toBe(false)
    expectNone(cloud, [inspect(readiness, { depth: 10 })])
  })
})

async function start(): Promise<GoogleCloud> {
  const cloud = await startGoogleCloud()
  onTestFinished(() => cloud.close())
  return cloud
}

function contextOf(cloud: GoogleCloud, holder: Holder) {
  const context = createGoogleContext(cloud, {}, holder)
  const ledger = openLedger({ cwd: temporaryFolder(), clock: context.clock })
  onTestFinished(() => ledger.close())
  return { ...context, ledger }
}

function expectNone(cloud: GoogleCloud, texts: readonly string[]): void {
  expect(cloud.secrets.length).toBeGreaterThan(2)
  for (const text of texts) for (const secret of cloud.secrets) expect(text).not.toContain(secret)
}
