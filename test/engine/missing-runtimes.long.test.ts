import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { functionDefaults } from '../../src/engine/engine-options.ts'
import { openOwnFunction } from '../../src/workload/own-function.ts'
import { writeProject } from './support/own-function.ts'
import { fixtures, hasPython, serve } from './support/serve-language.ts'
import { startTestEngine } from './support/test-engine.ts'

it('refuses a runtime that is not here, by name', async () => {
  const folder = writeProject({
    'app.mjs': 'export const handler = async () => 1\n',
    'app.py': 'def handler(e, c):\n    pass\n',
  })
  const refused = (path: string, runtime: string) => expect(serve(path, folder, { runtime })).rejects
  await refused('app.mjs', 'nodejs4.x').toMatchObject({
    message: expect.stringMatching(/nodejs4\.x: this machine has Node \d+/),
  })
  await refused('app.mjs', 'python3.14').toMatchObject({
    message: expect.stringContaining('a function for nodejs'),
  })
  await refused('app.mjs', 'noedjs20.x').toMatchObject({ hint: 'Did you mean nodejs20.x?' })
  if (hasPython) await refused('app.py', 'python2.1').toMatchObject({ code: 'runtime-not-here' })
})

it('refuses a bootstrap that cannot be executed, and Python where there is none', async () => {
  const folder = writeProject({
    bootstrap: '#!/bin/sh\n',
    'app.py': readFileSync(join(fixtures, 'hello-python/app.py'), 'utf8'),
  })
  chmodSync(join(folder, 'bootstrap'), 0o644)
  await expect(serve('bootstrap', folder)).rejects.toMatchObject({ code: 'not-executable' })
  chmodSync(join(folder, 'bootstrap'), 0o755)
  writeFileSync(join(folder, 'empty'), '')
  const workload = await openOwnFunction({ path: 'app.py', contract: 'lambda', cwd: folder })
  const started = startTestEngine([{ ...functionDefaults, ...workload }], { searchPath: folder })
  await expect(started).rejects.toMatchObject({ code: 'interpreter-missing' })
})
