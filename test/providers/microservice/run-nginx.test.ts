import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startNginx } from '../../../src/providers/microservice/run-nginx.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

it.skipIf(process.platform === 'win32')('tells in whose words nginx did not start', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'nginx')
  writeFileSync(file, '#!/bin/sh\necho "nginx: [emerg] bind() failed" >&2\nexit 1\n')
  chmodSync(file, 0o755)
  expect(await startNginx(9, folder)).toEqual({ failure: 'nginx: [emerg] bind() failed' })
  chmodSync(file, 0o644)
  expect(await startNginx(9, folder)).toMatchObject({ failure: expect.stringContaining('EACCES') })
})
