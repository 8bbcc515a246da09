import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { fakeIo } from '../support/fake-io.ts'

async function run(...argv: string[]) {
  const io = fakeIo()
  return { code: await main(argv, io), ...io.written }
}

describe('coldstart', () => {
  it.each([[[]], [['--help']], [['-h']], [['help']]])(
    'prints the help on stdout and ends with 0 for %j',
    async (argv) => {
      const { code, stdout, stderr } = await run(...argv)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toContain('Usage: coldstart <command>')
    },
  )

  it('prints the version of package.json', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(await run('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  it('prints a command’s help on stdout, with --help and with help <command>', async () => {
    const flag = await run('bench', '--help')
    expect(flag.code).toBe(0)
    expect(flag.stdout).toContain('--cold')
    expect(await run('help', 'bench')).toEqual(flag)
  })

  it('answers a typo in a command with a suggestion and exit code 2', async () => {
    expect(await run('bensh')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: There is no command "bensh".\n  Did you mean coldstart bench?\n',
    })
  })

  it('is not fooled by a command named like a property of every object', async () => {
    expect((await run('constructor')).code).toBe(2)
  })

  it('answers a typo in a flag with a suggestion and exit code 2', async () => {
    const { code, stderr } = await run('bench', '--colt', '3')
    expect(code).toBe(2)
    expect(stderr).toContain('Did you mean --cold?')
  })

  it.each([
    [['bench', '--provider', ''], '--provider'],
    [['bench', '--provider', 'lambda,,vercel'], '--provider'],
    [['bench', '--budget', ' '], '--budget'],
    [['bench', '--target', ''], '--target'],
    [['bench', '--idle', ''], '--idle'],
    [['bench', '-o', ''], '--output'],
    [['keepalive', '--from', ''], '--from'],
    [['serve', '--function', ''], '--function'],
    [['deploy', 'lambda', '--region', ''], '--region'],
    [['report', ''], '[runs...]'],
  ])('refuses the empty value in %j with exit code 2 and names the flag', async (argv, name) => {
    const { code, stdout, stderr } = await run(...argv)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(`${name} was given an empty value`)
  })

  it.each(['bench', 'resume', 'runs', 'report', 'compare', 'baseline', 'keepalive', 'serve'])(
    'shows examples in the help of %s',
    async (name) => {
      expect((await run(name, '--help')).stdout).toMatch(/Examples:\n {2}coldstart /)
    },
  )

  it('takes a flag by its earlier name for one version, names the new one, and refuses both at once', async () => {
    const old = await run('serve', '--contract', 'vercl')
    expect(old).toMatchObject({ code: 2, stdout: '' })
    expect(old.stderr).toContain('--contract is now --provider')
    expect(old.stderr).toContain('Did you mean --provider vercel?')
    expect((await run('serve', '--help')).stdout).not.toContain('--contract')
    expect((await run('serve', '--contract', 'vercel', '--provider', 'vercel')).stderr).toContain(
      'both were given',
    )
  })
})
