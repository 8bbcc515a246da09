import { readdirSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }

const RESULTS = resolve(import.meta.dirname, '../results')
const schemas = readdirSync(RESULTS).filter((file) => file.startsWith('schema.'))

it('the package can be imported by its name, statistics apart', async () => {
  const coldstart = await import('coldstart')
  expect(Object.keys(coldstart)).toEqual(
    expect.arrayContaining(['computeResult', 'loadProvider', 'makePlan', 'recordRun', 'startProber']),
  )
  const stats = await import('coldstart/stats')
  expect(stats.quantile).toBeTypeOf('function')
})

it('has schemas', () => {
  expect(schemas.length).toBeGreaterThan(0)
})

it.each(schemas)('%s is published, and code can import it by the name of the package', (file) => {
  expect(packageJson.files).toContain(`results/${file}`)
  const found = createRequire(import.meta.url).resolve(`coldstart/${file}`)
  expect(realpathSync(found)).toBe(resolve(RESULTS, file))
})
