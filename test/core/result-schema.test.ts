import { expect, it } from 'vitest'
import { z } from 'zod'
import { result } from '../../src/core/result.ts'

it('results/schema.v1.json is the JSON Schema of the result document (npm run schema writes it)', async () => {
  const schema = {
    $id: 'https://unpkg.com/coldstart/results/schema.v1.json',
    title: 'coldstart result',
    ...z.toJSONSchema(result),
  }
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../../results/schema.v1.json')
})
