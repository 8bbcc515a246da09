import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { LAMBDA, measureOwn, NEEDY } from '../../support/measure-own.ts'

describe('coldstart bench with functions of the user’s own', () => {
  it('measures several in one interleaved run under the names they were given', async () => {
    const files = { 'old.mjs': LAMBDA, 'dist/new.mjs': LAMBDA }
    const { code, targets, result, stderr } = await measureOwn(
      files,
      'before=./old.mjs',
      'after=./dist/new.mjs',
    )
    expect({ code, targets }).toEqual({ code: 0, targets: ['before', 'after'] })
    expect(stderr).toContain('before: old.mjs, export handler, as lambda (it exports handler)')
    expect(result?.targets.map(({ facts }) => facts?.function)).toMatchObject([
      { name: 'before', contract: 'lambda', root: '.', entry: 'old.mjs', export: 'handler' },
      { name: 'after', contract: 'lambda', root: 'dist', entry: 'new.mjs' },
    ])
    const rounds = result?.samples.filter(({ intended }) => intended === 'cold').map(({ round }) => round)
    expect(new Set(rounds).size).toBeLessThan(rounds?.length ?? 0)
  })

  it('says with the function’s own words why it does not load', async () => {
    const { code, result } = await measureOwn({ 'f.mjs': NEEDY }, './f.mjs')
    expect(code).toBe(1)
    expect(result?.samples[0]?.error?.message).toContain('TABLE is undefined')
  })

  it.each([
    [['./src'], 'is a folder', './src/app.mjs'],
    [['src/app.handler'], 'There is no function at', './src/app.mjs --export handler'],
    [['./src/app'], 'There is no function at', './src/app.mjs'],
    [['./unclear.mjs'], 'cannot tell which platform', '--provider vercel or --provider netlify'],
    [['./src/app.mjs', './lib/app.mjs'], 'both be called "app"', 'before=./src/app.mjs after=./lib/app.mjs'],
    [['./src/app.mjs', '--event', 'htp-api'], 'cannot be read', 'Did you mean http-api?'],
    [['./src/app.mjs', '--event', '{"a":1}'], 'not the JSON itself', '--event event.json'],
    [['./src/app.mjs', '--event', '@gone.json'], 'gone.json, which cannot be read', 'Check the path'],
    [['./src/app.mjs', '--env', 'NOT_SET'], 'not set in this shell', 'Set NOT_SET'],
    [['./api/a.js', '--event', 'sqs'], 'Nothing of this run is a Lambda function', 'Leave --event out'],
    [['./src/app.mjs', '--env-file', 'none.env'], 'cannot be read', 'Check the path'],
  ])('refuses %j and says what to type', async (words, what, hint) => {
    const files = {
      'src/app.mjs': LAMBDA,
      'lib/app.mjs': LAMBDA,
      'unclear.mjs': 'export default () => {}\n',
      'api/a.js': 'module.exports = (req, res) => res.end()\n',
    }
    const { code, stderr, cwd } = await measureOwn(files, ...words)
    expect(code).toBe(2)
    expect(stderr).toContain(what)
    expect(stderr).toContain(hint)
    expect(readdirSync(cwd)).not.toContain('results')
  })
})
