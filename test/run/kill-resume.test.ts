import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const script = fileURLToPath(new URL('../soak/kill-resume.mjs', import.meta.url))

// kill-resume.long.test.ts kills ten times at moments of chance, .ci/run two hundred times.
test('the real CLI, killed once and resumed, loses no sample, repeats none and ends in its plan', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    script,
    '--kills',
    '1',
    '--side-by-side',
    '1',
  ])
  expect(stdout).toMatch(/^1 kills of \d+ runs .* none lost, none repeated, every run in its plan/)
})
