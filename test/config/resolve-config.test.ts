import { expect, test } from 'vitest'
import { resolveConfig } from '../../src/config/resolve-config.ts'
import { file } from './support/config-file.ts'

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

test('a label is no name that Windows keeps for a device', () => {
  expect(() => resolveConfig({ flags: { label: 'nul' } })).toThrow(/no file can have on Windows/)
  expect(resolveConfig({ flags: { label: 'after the fix' } }).config.label).toBe('after the fix')
})
