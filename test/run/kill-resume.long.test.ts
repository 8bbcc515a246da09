import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const script = fileURLToPath(new URL('../soak/kill-resume.mjs', import.meta.url))

// test/soak/kill-resume.mjs alone does 200; CI runs that.
test('the real CLI, killed at ten random moments and resumed, loses no sample, repeats none and ends in its plan', async () => {
  const seed = String(Math.floor(Math.random() * 2 ** 31))
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--kills', '10', '--seed', seed])
  expect(stdout).toMatch(/^1\d kills of \d+ runs .* none lost, none repeated, every run in its plan/)
})
