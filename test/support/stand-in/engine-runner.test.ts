import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, it, onTestFinished, vi } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'
import { runInEngine } from './engine-runner.ts'

it('leaves no upload behind when its engine does not start', async () => {
  vi.stubEnv('TMPDIR', temporaryFolder())
  onTestFinished(() => void vi.unstubAllEnvs())
  // Of that day there is no runtime, where one is installed at all.
  const worker = { compatibilityDate: '2999-01-01', compatibilityFlags: [], variables: {} }
  const uploaded = {
    name: 'a',
    contract: 'cloudflare',
    entry: 'a.mjs',
    exportName: 'default',
    worker,
  } as const
  const files = new Map([['a.mjs', Buffer.from('export default { fetch() {} }')]])
  await expect(runInEngine({ ...uploaded, files })).rejects.toThrow()
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('coldstart-uploaded-'))).toEqual([])
})
