import { expect, test } from 'vitest'
import { resolveConfig } from '../../src/config/resolve-config.ts'
import { file } from './support/config-file.ts'

test('several values are read from one text or a list', () => {
  expect(resolveConfig({ flags: { idle: '1m,5m,15m' } }).config.idle).toEqual([60_000, 300_000, 900_000])
  expect(resolveConfig({ file: file({ memory: [128, '512'], region: 'eu-west-1' }) }).config).toMatchObject({
    memory: [128, 512],
    region: ['eu-west-1'],
  })
})

test('a singular flag or variable sets the plural', () => {
  expect(resolveConfig({ flags: { provider: ['lambda', 'vercel'] } }).config.providers).toEqual([
    'lambda',
    'vercel',
  ])
  expect(resolveConfig({ env: { COLDSTART_TARGET: 'a=https://x.test/a' } }).config.targets).toEqual([
    { name: 'a', url: 'https://x.test/a' },
  ])
})

test('targets are read from texts, objects or a table, and a name cannot be given twice', () => {
  const a = { name: 'a', url: 'https://x.test/a' }
  for (const targets of ['a=https://x.test/a', [a], { a: a.url }])
    expect(resolveConfig({ file: file({ targets }) }).config.targets).toEqual([a])
  expect(resolveConfig({ flags: { target: ['https://x.test/a'] } }).config.targets[0]?.name).toBe('x.test')
  expect(() => resolveConfig({ flags: { target: ['a=https://x.test', 'a=https://y.test'] } })).toThrow(
    /two targets "a"/,
  )
})

test.each(['ftp://x.test/', 'a=nonsense', 'https://user:secret@x.test:a/'])(
  'the target %s is refused',
  (text) => {
    expect(() => resolveConfig({ flags: { target: [text] } })).toThrow(
      expect.objectContaining({ code: 'bad-target' }),
    )
  },
)

test.each([
  ['http://localhost:3000/x', 'localhost:3000', 'http://localhost:3000/x'],
  ['x=http://localhost:3000/x?ids=1,2&t=a:b', 'x', 'http://localhost:3000/x?ids=1,2&t=a:b'],
  ['http://localhost/?to=http://other/,b=3', 'localhost', 'http://localhost/?to=http://other/,b=3'],
  ['http://[::1]:3000/x', '[::1]:3000', 'http://[::1]:3000/x'],
  ['v6=http://[::1]/', 'v6', 'http://[::1]/'],
  ['team:api/v1=https://x.test/a:b', 'team:api/v1', 'https://x.test/a:b'],
  ['lambda:arn:aws:lambda:eu-west-1:1:function:f:7', '7', 'lambda:arn:aws:lambda:eu-west-1:1:function:f:7'],
])('the target %s is read as it is', (text, name, url) => {
  for (const target of [text, [text]])
    expect(resolveConfig({ flags: { target } }).config.targets).toEqual([{ name, url }])
})

test('several targets may stand in one text, divided by commas or spaces', () => {
  const two = ['https://x.test/?a=1,2', 'b=http://[::1]:1/,c']
  const read = [
    { name: 'x.test', url: 'https://x.test/?a=1,2' },
    { name: 'b', url: 'http://[::1]:1/,c' },
  ]
  expect(resolveConfig({ env: { COLDSTART_TARGET: two.join(',') } }).config.targets).toEqual(read)
  expect(resolveConfig({ flags: { target: [two.join(' ')] } }).config.targets).toEqual(read)
})

test.each(['a b=https://x.test/', '=https://x.test/', 'https://x.test/a b', '"=https://x.test/'])(
  'the target %j is refused, with the reason',
  (text) => {
    expect(() => resolveConfig({ flags: { target: [text] } })).toThrow(
      expect.objectContaining({ code: 'bad-target', exitCode: 2 }),
    )
  },
)

test.each(['5', '1500', ['1m', '5']])('a duration without its unit, such as %j, is refused', (idle) => {
  expect(() => resolveConfig({ flags: { idle } })).toThrow(/has no unit/)
})

test.each([
  ['budget', ['cold.p50 < 300ms', 'warm.p50 < baseline * 1.1']],
  ['output', ['my reports/a b.html', 'junit=the budgets.xml']],
])('a value of --%s may have spaces in it, and several are divided by commas', (name, values) => {
  const { config } = resolveConfig({ flags: { [name]: [values.join(',')] } })
  expect(config[name === 'budget' ? 'budgets' : 'output']).toEqual(values)
})

test.each([
  ['lambda,vercel', ['lambda', 'vercel']],
  ['lambda, vercel', ['lambda', 'vercel']],
  // What PowerShell makes of `--provider lambda,vercel` on the way through npx.
  ['lambda vercel', ['lambda', 'vercel']],
])('a list is divided by commas and by spaces: %j', (providers, expected) => {
  expect(resolveConfig({ flags: { providers } }).config.providers).toEqual(expected)
})

test.each([
  ['1m,5m', [60_000, 300_000]],
  ['1m 5m', [60_000, 300_000]],
  ['5 m', [300_000]],
  ['90 s, 5 min', [90_000, 300_000]],
])('but not between a number and its unit: %j', (idle, expected) => {
  expect(resolveConfig({ flags: { idle } }).config.idle).toEqual(expected)
})

test('memory sizes that PowerShell took for a list are several', () => {
  expect(resolveConfig({ flags: { memory: '512 1769' } }).config.memory).toEqual([512, 1769])
})
