import { expect, it } from 'vitest'
import { z } from 'zod'
import { firstResultDocument, resultDocument } from '../../src/core/result-document.ts'
import { runLine } from '../../src/core/run-file.ts'

it.each([
  ['schema.v1.json', 'coldstart result', firstResultDocument],
  ['schema.v2.json', 'coldstart result', resultDocument],
  ['schema.run.v1.json', 'one line of a coldstart run file', runLine],
])('results/%s is the JSON Schema of a %s (npm run schema writes it)', async (file, title, type) => {
  const schema = { $id: `https://unpkg.com/coldstart/results/${file}`, title, ...z.toJSONSchema(type) }
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(`../../results/${file}`)
})
