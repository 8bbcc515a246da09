import { appendFileSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openLedger } from '../../../src/store/ledger/open-ledger.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { sampleDeployment, sampleResource } from '../../support/sample-deployment.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const clock = createFakeClock()
function ledgerIn(cwd: string) {
  const ledger = openLedger({ cwd, clock })
  onTestFinished(() => ledger.close())
  return ledger
}

describe('the ledger', () => {
  it('knows a resource from before its create call, and in a process that comes later', async () => {
    const cwd = temporaryFolder()
    const dying = ledgerIn(cwd)
    await dying.begin(sampleDeployment())
    await dying.creating('coldstart-r1', sampleResource('f1'))

    const [found] = await ledgerIn(cwd).open()
    expect(found?.resources).toEqual([sampleResource('f1')])
  })

  it('keeps the order of creation, adds ids, and forgets what was removed', async () => {
    const ledger = ledgerIn(temporaryFolder())
    await ledger.begin(sampleDeployment())
    await ledger.creating('coldstart-r1', sampleResource('role', { kind: 'iam-role' }))
    await ledger.creating('coldstart-r1', sampleResource('f1'))
    await ledger.creating('coldstart-r1', sampleResource('f2'))
    await ledger.created('coldstart-r1', sampleResource('f1', { id: 'arn:f1' }))
    await ledger.removed('coldstart-r1', sampleResource('f2'))

    const [found] = await ledger.open()
    expect(found?.resources.map(({ name, id }) => [name, id])).toEqual([
      ['role', undefined],
      ['f1', 'arn:f1'],
    ])
  })

  it('tells two resources of one name apart by kind and region', async () => {
    const ledger = ledgerIn(temporaryFolder())
    await ledger.begin(sampleDeployment())
    await ledger.creating('coldstart-r1', sampleResource('x', { region: 'eu-west-1' }))
    await ledger.creating('coldstart-r1', sampleResource('x', { region: 'us-east-1' }))
    await ledger.creating('coldstart-r1', sampleResource('x', { kind: 'log-group' }))
    await ledger.removed('coldstart-r1', sampleResource('x', { region: 'eu-west-1' }))
    expect((await ledger.open())[0]?.resources).toHaveLength(2)
  })

  it('forgets a deployment only when its end is confirmed', async () => {
    const ledger = ledgerIn(temporaryFolder())
    await ledger.begin(sampleDeployment())
    await ledger.ready(sampleDeployment({ account: '123' }))
    expect((await ledger.open())[0]?.account).toBe('123')
    await ledger.ended('coldstart-r1')
    expect(await ledger.open()).toEqual([])
  })

  it('gives back the first state of something changed more than once, until it is restored', async () => {
    const ledger = ledgerIn(temporaryFolder())
    const resource = sampleResource('theirs', { owned: false })
    await ledger.begin(sampleDeployment())
    await ledger.changing('coldstart-r1', resource, { nonce: null })
    await ledger.changing('coldstart-r1', resource, { nonce: 'ours' })
    expect(await ledger.pendingChanges('coldstart-r1')).toEqual([{ resource, before: { nonce: null } }])
    await ledger.restored('coldstart-r1', resource)
    expect(await ledger.pendingChanges('coldstart-r1')).toEqual([])
  })

  it('passes over a line torn by a crash and does not glue the next one to it', async () => {
    const cwd = temporaryFolder()
    const first = ledgerIn(cwd)
    await first.begin(sampleDeployment())
    await first.close()
    appendFileSync(first.path, '{"v":1,"type":"creat')

    const second = ledgerIn(cwd)
    await second.creating('coldstart-r1', sampleResource('f1'))
    expect((await second.open())[0]?.resources).toEqual([sampleResource('f1')])
  })

  it('refuses to read on where a newer version wrote', async () => {
    const cwd = temporaryFolder()
    const ledger = ledgerIn(cwd)
    await ledger.begin(sampleDeployment())
    appendFileSync(ledger.path, '{"v":2,"type":"begin"}\n')
    await expect(ledger.open()).rejects.toMatchObject({ code: 'ledger-unreadable' })
  })

  it('never interleaves lines of concurrent calls', async () => {
    const ledger = ledgerIn(temporaryFolder())
    await ledger.begin(sampleDeployment())
    const names = Array.from({ length: 40 }, (_, index) => `f${index}`)
    await Promise.all(names.map((name) => ledger.creating('coldstart-r1', sampleResource(name))))
    const lines = readFileSync(ledger.path, 'utf8').trim().split('\n')
    expect(lines.slice(1).map((line) => JSON.parse(line).resource.name)).toEqual(names)
  })

  it.skipIf(process.platform === 'win32')('can be read by its owner alone', async () => {
    const ledger = ledgerIn(temporaryFolder())
    await ledger.begin(sampleDeployment())
    expect(statSync(ledger.path).mode & 0o077).toBe(0)
  })

  it('says that nothing was made when the disk does not take the line', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, '.coldstart'), 'a file where the folder should be')
    await expect(ledgerIn(cwd).begin(sampleDeployment())).rejects.toMatchObject({
      code: 'ledger-not-writable',
    })
  })
})

describe('the single writer', () => {
  it('turns a second one away while the first is open, but lets it read', async () => {
    const cwd = temporaryFolder()
    const first = ledgerIn(cwd)
    await first.begin(sampleDeployment())
    const second = ledgerIn(cwd)
    expect(await second.open()).toHaveLength(1)
    await expect(second.ended('coldstart-r1')).rejects.toMatchObject({
      code: 'ledger-in-use',
      message: expect.stringContaining(`process ${process.pid}`),
    })
    await first.close()
  })

  it('lets the next one in once the first has let go', async () => {
    const cwd = temporaryFolder()
    const first = ledgerIn(cwd)
    await first.begin(sampleDeployment())
    await first.close()
    const second = ledgerIn(cwd)
    await second.ended('coldstart-r1')
    await second.close()
  })

  it('is the same for a folder that is reached through a link', async () => {
    const cwd = temporaryFolder()
    const link = join(temporaryFolder(), 'link')
    symlinkSync(cwd, link)
    const first = ledgerIn(cwd)
    await first.begin(sampleDeployment())
    await expect(ledgerIn(link).claim()).rejects.toMatchObject({ code: 'ledger-in-use' })
    await first.close()
  })
})
