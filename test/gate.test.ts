import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }
import { temporaryFolder } from './support/temporary-folder.ts'

const root = resolve(import.meta.dirname, '..')
const gate = readFileSync(join(root, '.ci/run'), 'utf8')

describe('the gate', () => {
  const scripts = packageJson.scripts.check.split(' && ').map((words) => words.replace('npm run ', ''))
  // npm ci builds; test:all is the three suites; the package that was made is looked at, and is not made again.
  const byParts = ['build', 'test:all', 'package']

  it.each(scripts.filter((name) => !byParts.includes(name)))('does what npm run check does: %s', (name) => {
    expect(gate).toContain(`npm run --silent ${name}\n`)
  })

  it('runs the suites of npm run test:all, and what looks at the shape of the package', () => {
    expect(scripts).toEqual(expect.arrayContaining(byParts))
    for (const suite of ['npm test', 'npm run test:long', 'npm run test:alone'])
      expect(gate).toContain(`smoke '${suite}' ${suite}\n`)
    for (const words of ['publint --strict', 'attw', '--profile esm-only']) {
      expect(packageJson.scripts.package).toContain(words)
      expect(gate).toContain(words)
    }
  })
})

describe('a result in the gate', () => {
  const check = (errors: Record<string, number>) => {
    const cold = [{ observed: 1, errors: 1, intended: 2, wait: { p50Ms: 9 } }]
    const result = {
      schemaVersion: 2,
      summaries: [{ target: 'a', cold, warm: { p50Ms: 1 }, errors }],
      waits: [],
    }
    const file = join(temporaryFolder(), 'result.json')
    writeFileSync(file, JSON.stringify(result))
    const { status, stderr } = spawnSync(process.execPath, [join(root, '.ci/check-result.mjs'), file, '1'], {
      encoding: 'utf8',
    })
    return { status, stderr }
  }

  it('may have one sample a target that this machine was too busy to time, and no more', () => {
    expect(check({ client: 1 })).toEqual({ status: 0, stderr: '' })
    expect(check({ client: 2 })).toEqual({ status: 1, stderr: 'a: 2 samples could not be timed\n' })
  })

  it('may have no other error', () => {
    expect(check({ reset: 1 })).toMatchObject({ status: 1, stderr: expect.stringContaining('reset') })
  })
})
