import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { cli, loadsOf, RUN, recorded, root } from './support/built-loads.ts'

describe('the built CLI starts with little:', () => {
  it.each([
    ['--help', 0, []],
    ['--version', 0, []],
    ['bnech', 2, []],
    ['bench --help', 0, []],
    ['bench --cold', 2, ['commander']],
    ['runs', 0, ['commander']],
    ['report latest --format json', 0, ['commander']],
  ])('%s loads no package but what it shows with, and no schema', (words, expected, packages) => {
    const loads = loadsOf([cli, ...words.split(' ')], recorded())
    expect(loads).toEqual({ status: expected, packages })
  })

  it('a run file with a line that does not fit is still judged by zod', () => {
    const cwd = recorded()
    appendFileSync(join(cwd, 'results', RUN), '{"type":"x"}\n')
    const { status, packages } = loadsOf([cli, 'report'], cwd)
    expect(status).not.toBe(0)
    expect(packages).toContain('zod')
  })

  it('an SDK that is loaded is seen, though it is bundled', () => {
    const folder = join(root, 'dist', 'chunks')
    const names = readdirSync(folder)
    const chunk = names.find((name) =>
      readFileSync(join(folder, name), 'utf8').includes('// node_modules/@smithy/core'),
    )
    const script = `await import(${JSON.stringify(pathToFileURL(join(folder, `${chunk}`)).href)})`
    expect(loadsOf(['--input-type=module', '--eval', script], root).packages).toContain('@smithy/core')
  })
})
