import { z } from 'zod'
import { benchConfig } from './bench-config.ts'

/** JSON Schema of coldstart.config.json, as results/schema.config.v1.json publishes it for editors. */
export function configJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(benchConfig, { io: 'input' }) as Record<string, unknown>
  const properties = schema.properties as Record<string, unknown>
  return {
    ...schema,
    title: 'coldstart configuration',
    properties: { $schema: { type: 'string' }, ...properties },
  }
}
