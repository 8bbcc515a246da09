import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { result as resultSchema } from '../src/core/result.ts'
import { computeResult } from '../src/stats/result/compute-result.ts'
import { readRunFile } from '../src/store/read-run-file.ts'

const folder = fileURLToPath(new URL('../results/recorded/', import.meta.url))

it.each(await readdir(folder))('the recorded run %s can still be read and computed', async (file) => {
  const { run } = await readRunFile(join(folder, file))
  const result = resultSchema.parse(computeResult(run))
  expect(result.run.status).toBe('finished')
  expect(result.samples.every(({ evidence }) => evidence === 'platform' || evidence === 'instance')).toBe(
    true,
  )
})
