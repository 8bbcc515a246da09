import { expect, test } from 'vitest'
import { resolveConfig } from '../../src/config/resolve-config.ts'

const file = (values: Record<string, unknown>) => ({ path: 'coldstart.config.json', values })

test('flags win over the environment, that over the file, that over the defaults', () => {
  const { config, origins } = resolveConfig({
    flags: { cold: '1' },
    env: { COLDSTART_COLD: '2', COLDSTART_WARM: '20' },
    file: file({ cold: 3, warm: 30, replicas: 4 }),
  })
  expect(config).toMatchObject({ cold: 1, warm: 20, replicas: 4, timeout: { wait: 60_000 } })
  expect(origins).toMatchObject({
    cold: '--cold',
    warm: 'COLDSTART_WARM',
    replicas: 'coldstart.config.json',
    timeout: 'default',
  })
})

test('a command may have defaults of its own, which anybody overrides', () => {
  const defaults = { cold: 7, idle: [400] }
  expect(resolveConfig({ defaults }).config).toMatchObject({ cold: 7, idle: [400] })
  expect(resolveConfig({ defaults, env: { COLDSTART_IDLE: '1m' } }).config.idle).toEqual([60_000])
})

test('flags that were not given set nothing', () => {
  const { config, origins } = resolveConfig({ flags: { cold: undefined, idle: undefined } })
  expect(config.cold).toBe(10)
  expect('idle' in config).toBe(false)
  expect(origins.idle).toBeUndefined()
})

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

test('an unknown key of the file is an error with a suggestion', () => {
  expect(() => resolveConfig({ file: file({ replcias: 3 }) })).toThrow(
    expect.objectContaining({ code: 'unknown-config-key', hint: 'Did you mean replicas?' }),
  )
})

test('a variable that is one slip away from a setting is an error, a strange one is left alone', () => {
  expect(() => resolveConfig({ env: { COLDSTART_REPLCIAS: '3' } })).toThrow(
    expect.objectContaining({ code: 'unknown-config-key', hint: 'Did you mean COLDSTART_REPLICAS?' }),
  )
  expect(() => resolveConfig({ env: { COLDSTART_INSTALLED_BY: 'me', OTHER: '1' } })).not.toThrow()
})

test.each([
  [{ cold: 'many' }, 'bad-config-value'],
  [{ cold: '-1' }, 'bad-config-value'],
  [{ cold: '1.5' }, 'bad-config-value'],
  [{ coldBy: 'magic' }, 'bad-config-value'],
  [{ untilCi: '150%' }, 'bad-config-value'],
  [{ connection: 'pooled' }, 'bad-config-value'],
  [{ idle: 'soon' }, 'bad-duration'],
])('%j is refused with code %s', (flags, code) => {
  expect(() => resolveConfig({ flags })).toThrow(expect.objectContaining({ code, exitCode: 2 }))
})

test.each([{ cold: '100000000' }, { warm: '1e6' }, { burst: '200000' }, { replicas: '5000' }])(
  '%j is more than a run can plan, and the refusal states the most',
  (flags) => {
    expect(() => resolveConfig({ flags })).toThrow(/is more than \d+, the most there can be/)
  },
)

test('a value that is refused is named with where it came from', () => {
  expect(() => resolveConfig({ env: { COLDSTART_WARM: 'x' } })).toThrow(/COLDSTART_WARM sets warm to "x"/)
})

test('what was resolved once resolves to itself, so a resumed run reads its own header', () => {
  const { config } = resolveConfig({
    flags: {
      idle: '1m,5m',
      untilCi: '10%',
      memory: '128',
      target: 'a=https://x.test',
      budget: 'cold.p95 < 800ms',
    },
  })
  const again = resolveConfig({ file: file(JSON.parse(JSON.stringify(config))) }).config
  expect(again).toEqual(config)
})

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

test.each([
  [{ flags: { provider: [''] } }, '--provider'],
  [{ flags: { budget: ['cold.p50 < 1s', ' '] } }, '--budget'],
  [{ env: { COLDSTART_COLD: '' } }, 'COLDSTART_COLD'],
  [{ env: { COLDSTART_PROVIDER: '' } }, 'COLDSTART_PROVIDER'],
  [{ file: file({ idle: '' }) }, 'idle in coldstart.config.json'],
  [{ file: file({ budgets: [''] }) }, 'budgets in coldstart.config.json'],
  [{ file: file({ options: { lambda: { mode: '' } } }) }, 'options in coldstart.config.json'],
])('the empty value in %j is an error that names where it was given', (sources, name) => {
  expect(() => resolveConfig(sources)).toThrow(
    expect.objectContaining({
      code: 'empty-value',
      exitCode: 2,
      message: `${name} was given an empty value.`,
    }),
  )
})

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

test('a label is no name that Windows keeps for a device', () => {
  expect(() => resolveConfig({ flags: { label: 'nul' } })).toThrow(/no file can have on Windows/)
  expect(resolveConfig({ flags: { label: 'after the fix' } }).config.label).toBe('after the fix')
})
