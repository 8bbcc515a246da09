import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'

afterEach(() => {
  vi.doUnmock('node:module')
  vi.resetModules()
})

it('TypeScript without a transpiler is an error that names the one command', async () => {
  vi.resetModules()
  vi.doMock('node:module', async (original) => ({
    ...(await original<typeof import('node:module')>()),
    createRequire: () => ({
      resolve(name: string) {
        throw new Error(`Cannot find module '${name}'`)
      },
    }),
  }))
  const { openOwnFunction } = await import('../../src/workload/own-function.ts')
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, 'handler.ts'), 'export const handler = async (): Promise<number> => 1')
  await expect(openOwnFunction({ path: 'handler.ts', contract: 'lambda', cwd })).rejects.toMatchObject({
    code: 'transpiler-missing',
    hint: expect.stringContaining('npm i -D esbuild'),
  })
})
