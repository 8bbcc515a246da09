import { describe, expect, it } from 'vitest'
import { writeFiles } from '../../support/git-repository.ts'
import { runCliAndKill } from '../../support/run-cli.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const WANTED = {
  PATH: '/opt/mine:/bin',
  TZ: 'Pacific/Auckland',
  HOME: '/opt/home',
  LANG: 'de_DE.UTF-8',
  NODE_ENV: 'staging',
  NODE_OPTIONS: '--stack-trace-limit=7',
  AWS_PROFILE: 'p',
  EMPTY: '',
}
/** Throws with what it was given where that is not what is wanted. */
const check = `const wanted = ${JSON.stringify(WANTED)}
for (const [name, value] of Object.entries(wanted))
  if (process.env[name] !== value && !(name === 'TZ' && process.env.NO_TZ)) throw new Error(name + ' is ' + process.env[name])
if (Error.stackTraceLimit !== 7) throw new Error('NODE_OPTIONS came too late')
if (process.env.COLDSTART_PATH) throw new Error('COLDSTART_PATH is left')
`

describe('the variables of a function on the local engine', () => {
  it.each([
    ['lambda', 'export const handler = async () => "ok"\n', ['TZ=Pacific/Auckland']],
    ['vercel', 'export default (req, res) => res.end("ok")\n', ['NO_TZ=1', 'AWS_REGION=eu-west-1']],
    ['netlify', 'export default async () => new Response("ok")\n', ['TZ=Pacific/Auckland']],
  ])(
    'are what was given, also where the engine has a value of its own (%s)',
    async (provider, source, more) => {
      const cwd = temporaryFolder()
      const region = more.some((word) => word.startsWith('AWS_REGION'))
        ? 'if (process.env.AWS_REGION !== "eu-west-1") throw new Error(process.env.AWS_REGION)\n'
        : ''
      writeFiles(cwd, { 'f.mjs': check + region + source })
      const { TZ: _, ...rest } = WANTED
      const words = [...Object.entries(rest).map(([name, value]) => `${name}=${value}`), ...more]
      const given = words.flatMap((word) => ['--env', word])
      const small = ['--cold', '1', '--warm', '0', '-q']
      const { code, stdout, stderr } = await runInProcess(
        ['bench', './f.mjs', '--provider', provider, ...given, ...small],
        { cwd },
      )
      expect({ code, said: stdout + stderr }).toMatchObject({ code: 0 })
    },
  )
})

describe('a file of variables that is not there', () => {
  const words = ['bench', './f.mjs', '--provider', 'lambda', '--dry-run']

  it.each([
    ['COLDSTART_ENV_FILE', { COLDSTART_ENV_FILE: 'missing.env' }, '{}'],
    ['the configuration', {}, '{"envFile":"missing.env"}'],
  ])('is named where %s names it', async (_, env, config) => {
    const cwd = temporaryFolder()
    writeFiles(cwd, { 'f.mjs': 'export const handler = async () => 1\n', 'coldstart.config.json': config })
    const { code, stderr } = await runCliAndKill(words, { cwd, env })
    expect(stderr).toMatch(/missing\.env, which cannot be read/)
    expect(code).toBe(2)
  })

  it('is Node’s own error where the flag names it, which Node reads wherever it stands', async () => {
    const { code, stderr } = await runCliAndKill([...words, '--env-file', 'missing.env'])
    expect(stderr).toContain('missing.env: not found')
    expect(code).toBe(9)
  })
})
