import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { result as resultSchema } from '../src/core/result.ts'
import { computeResult } from '../src/stats/result/compute-result.ts'
import { readRunFile } from '../src/store/read-run-file.ts'
import { runInProcess } from './support/run-in-process.ts'

const folder = fileURLToPath(new URL('../results/recorded/', import.meta.url))

it.each(await readdir(folder))('the recorded run %s can still be read and computed', async (file) => {
  const { run } = await readRunFile(join(folder, file))
  const result = resultSchema.parse(computeResult(run))
  expect(result.run.status).toBe('finished')
  expect(result.samples.every(({ evidence }) => evidence === 'platform' || evidence === 'instance')).toBe(
    true,
  )
})

it('the README’s first result is what report prints of the recorded run that it names', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const file = join(folder, '2026-11-28-local-engine.jsonl')
  const { stdout } = await runInProcess(['report', file])
  expect(readme).toContain('npx coldstart report results/recorded/2026-11-28-local-engine.jsonl')
  expect(readme).toContain(`\`\`\`\n${stdout.trimEnd()}\n\`\`\``)
})
