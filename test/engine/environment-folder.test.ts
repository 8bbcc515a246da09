import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeEnvironmentFolder } from '../../src/engine/environment-folder.ts'
import type { PreparedPackage } from '../../src/engine/prepared-package.ts'
import { listPackage } from '../../src/workload/list-package.ts'
import type { WorkloadDescription } from '../../src/workload/workload-description.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

function folderWith(files: number, below: string): string {
  const folder = temporaryFolder()
  mkdirSync(join(folder, below), { recursive: true })
  for (let index = 0; index < files; index++) writeFileSync(join(folder, below, `${index}.jsonl`), '{}')
  writeFileSync(join(folder, 'handler.mjs'), 'export const handler = async () => 1\n')
  return folder
}

it.each([true, false])(
  'an environment takes nothing of a package into its own folder, however large it is (own view: %s)',
  async (ownView) => {
    const made = []
    for (const files of [0, 400]) {
      const prepared = { folder: folderWith(files, 'data'), root: '.' } as PreparedPackage
      const root = join(temporaryFolder(), 'environment-1')
      const { task } = await makeEnvironmentFolder(prepared, root, ownView)
      expect(task).toBe(ownView ? join(root, 'task') : prepared.folder)
      made.push(readdirSync(root, { recursive: true }).sort())
    }
    expect(made[1]).toEqual(made[0])
  },
)

it('recorded runs beside a handler are no part of its package', async () => {
  const root = folderWith(400, 'results')
  mkdirSync(join(root, '.coldstart'))
  writeFileSync(join(root, '.coldstart', 'run-index.json'), '{}')
  const { files, leftOut } = await listPackage({ root, entry: 'handler.mjs' } as WorkloadDescription)
  expect(files).toEqual(['handler.mjs'])
  expect(leftOut).toEqual(['.coldstart', 'results'])
})
