import { expect, it } from 'vitest'
import { lockingManager } from '../../src/workload/lockfiles.ts'
import { writeProject } from '../engine/support/own-function.ts'

it.each([
  [{ 'bun.lockb': '' }, 'bun'],
  [{ 'yarn.lock': '# yarn lockfile v1\n' }, 'yarn'],
  [{ 'yarn.lock': '__metadata:\n  version: 8\n' }, 'berry'],
  [{ 'package-lock.json': '{}', 'pnpm-lock.yaml': '' }, 'pnpm'],
  [
    { 'package-lock.json': '{}', 'pnpm-lock.yaml': '', 'package.json': '{"packageManager":"npm@10.8.2"}' },
    'npm',
  ],
  [{ 'package.json': '{"packageManager":"npm@10.8.2"}' }, undefined],
])('%o are locked by %s', async (files, manager) => {
  expect(await lockingManager(writeProject(files))).toBe(manager)
})
