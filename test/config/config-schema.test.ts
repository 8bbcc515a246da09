import { expect, test } from 'vitest'
import { configKeys } from '../../src/config/bench-config.ts'
import { configJsonSchema } from '../../src/config/config-schema.ts'

test('the published JSON Schema is the one that the code reads by (vitest -u writes it)', async () => {
  await expect(`${JSON.stringify(configJsonSchema(), undefined, 2)}\n`).toMatchFileSnapshot(
    '../../results/schema.config.v1.json',
  )
})

test('it describes every setting and allows no other', () => {
  const schema = configJsonSchema() as {
    properties: Record<string, { description?: string }>
    additionalProperties: boolean
  }
  expect(Object.keys(schema.properties)).toEqual(['$schema', ...configKeys])
  expect(schema.additionalProperties).toBe(false)
  for (const key of configKeys) expect(schema.properties[key]?.description).toBeTruthy()
})
