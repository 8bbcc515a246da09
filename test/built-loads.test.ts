import { describe, expect, it } from 'vitest'
import { cli, filesOf, loadsOf, recorded, root, TABLE } from './support/built-loads.ts'

describe('the built CLI starts with little:', () => {
  it.each([
    ['bench --colt 3', 2, []],
    ['report latest', 0, ['commander', ...TABLE].sort()],
  ])('%s loads no package but what it shows with, and no schema', (words, expected, packages) => {
    const loads = loadsOf([cli, ...words.split(' ')], recorded())
    expect(loads).toEqual({ status: expected, packages })
  })
})

describe('the built CLI starts with few files of its own:', () => {
  // Each costs a start about as much as 10 kB of code in it. They read 3 and 11; the bundler may part a chunk or two more.
  it.each([
    ['bnech', 5],
    ['report latest', 14],
  ])('%s reads at most %d, and not node:crypto, which only locks and writes need', (words, most) => {
    const { own, builtIn } = filesOf([cli, ...words.split(' ')], recorded())
    expect(own).toContain('cli/bin.js')
    expect(own.length, own.join(' ')).toBeLessThanOrEqual(most)
    expect(builtIn).toContain('node:fs/promises')
    expect(builtIn).not.toContain('node:crypto')
  })
})

it('a bench reads few files of its own, and zod out of one of them in place of a hundred', () => {
  const { own, ofPackages } = filesOf([cli, 'bench', '--dry-run'], recorded())
  expect(ofPackages.filter((file) => file.includes('zod'))).toEqual([])
  expect(own.length, own.join(' ')).toBeLessThanOrEqual(22)
})

it('coldstart/stats loads no package at all', () => {
  const script = `import * as stats from 'coldstart/stats'; if (stats.median([1, 2, 3]) !== 2) process.exitCode = 1`
  const { status, packages } = loadsOf(['--input-type=module', '--eval', script], root)
  expect({ status, packages }).toEqual({ status: 0, packages: [] })
})
