import { describe, expect, it } from 'vitest'
import type { Result } from '../../../src/core/result.ts'
import { repositoryOf, writeFiles } from '../../support/git-repository.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { bench, few, lambda, repository } from './support/two-revisions.ts'

describe('coldstart bench --against', () => {
  it('gives both sides the same request and environment, and says of identical code that no change was shown', async () => {
    const wants = `if (process.env.TOKEN !== 'for-both') throw new Error('no token')
export const handler = async (event) => { if (event.order !== 7) throw new Error(JSON.stringify(event)); return 1 }\n`
    const cwd = repositoryOf({ 'f.mjs': wants, 'e.json': '{"order":7}' })
    const words = [
      './f.mjs',
      '--against',
      'HEAD',
      '--event',
      'e.json',
      '--env',
      'TOKEN',
      '--cold',
      '7',
      '--warm',
      '0',
    ]
    const { code, stdout, stderr } = await bench(
      cwd,
      'bench',
      ...words,
      '--budget',
      'cold.p50 < baseline * 100',
      '-q',
    )
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(stdout).toMatch(/working tree takes [\d.]+ × \([\d.–]+\) as long to start cold as HEAD/)
  })

  it.each([
    ['in a repository', repository, true],
    [
      'and not where there is no git',
      () => {
        const cwd = temporaryFolder()
        writeFiles(cwd, { 'f.mjs': lambda('1') })
        return cwd
      },
      false,
    ],
  ])('is what to do next with a function of one’s own %s', async (_, make, isNext) => {
    const { stderr } = await bench(make(), 'bench', './f.mjs', ...few)
    expect(stderr).toContain('Next:')
    expect(stderr.includes('--against HEAD')).toBe(isNext)
  })

  it('transpiles TypeScript on both sides, each with the modules of its own time', async () => {
    const cwd = repositoryOf({
      'package.json': '{"name":"t"}',
      'src/word.ts': "export const word: string = 'before'\n",
      'src/f.ts':
        "import { word } from './word'\nexport const handler = async (): Promise<string> => { console.log('side', word); return word }\n",
    })
    writeFiles(cwd, { 'src/word.ts': "export const word: string = 'after'\n" })
    const { code, stderr } = await bench(cwd, 'bench', './src/f.ts', '--against', 'HEAD', ...few, '--debug')
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(stderr).toContain('side before')
    expect(stderr).toContain('side after')
  })

  it('measures several functions, each beside its past', async () => {
    const cwd = repositoryOf({ 'a b/f.mjs': lambda('1'), 'g.mjs': lambda('2') })
    const words = ['one=./a b/f.mjs', 'two=./g.mjs', '--against', 'v1', ...few, '--format', 'json']
    const { stdout } = await bench(cwd, 'bench', ...words)
    const { summaries } = JSON.parse(stdout) as Result
    expect(summaries.map(({ target }) => target)).toEqual(['one@v1', 'one', 'two@v1', 'two'])
  })

  it('takes the package that --root names from each side', async () => {
    const reads = `import { readFileSync } from 'node:fs'
export const handler = async () => readFileSync('data.txt', 'utf8')\n`
    const cwd = repositoryOf({ 'src/package.json': '{}', 'src/f.mjs': reads, 'data.txt': 'x' })
    const words = ['./src/f.mjs', '--root', '.', '--against', 'v1', ...few, '--format', 'json']
    const { code, stdout, stderr } = await bench(cwd, 'bench', ...words)
    expect({ code, stderr }).toMatchObject({ code: 0 })
    const entries = (JSON.parse(stdout) as Result).targets.map(({ facts }) => facts?.function?.entry)
    expect(entries).toEqual(['src/f.mjs', 'src/f.mjs'])
  })
})
