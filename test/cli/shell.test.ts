import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { curlOf, quotedFor, shellAtHand } from '../../src/cli/shell.ts'

const SYSTEM = String.raw`C:\Program Files\WindowsPowerShell\Modules;C:\WINDOWS\system32\WindowsPowerShell\v1.0\Modules`
const windows = (PSModulePath: string, more = {}) => ({
  ProgramFiles: String.raw`C:\Program Files`,
  SystemRoot: String.raw`C:\WINDOWS`,
  PSModulePath,
  ...more,
})

it.each([
  ['linux', { PSModulePath: '/home/ada/.local/share/powershell/Modules' }, 'posix'],
  ['darwin', {}, 'posix'],
  ['win32', windows(SYSTEM), 'cmd'],
  ['win32', {}, 'cmd'],
  ['win32', windows(String.raw`C:\Users\Ada\Documents\WindowsPowerShell\Modules;${SYSTEM}`), 'powershell-5'],
  [
    'win32',
    windows(
      String.raw`C:\Users\Ada\Documents\PowerShell\Modules;C:\Program Files\PowerShell\7\Modules;${SYSTEM}`,
    ),
    'powershell-7',
  ],
  ['win32', windows(SYSTEM, { MSYSTEM: 'MINGW64' }), 'posix'],
] as const)('on %s with %j it is %s', (platform, env, shell) => {
  expect(shellAtHand(platform, env)).toBe(shell)
})

it.each([
  ['plain', 'plain', 'plain', 'plain', 'plain'],
  ['a b', `'a b'`, '"a b"', `'a b'`, `'a b'`],
  ['lambda,vercel', 'lambda,vercel', 'lambda,vercel', `'lambda,vercel'`, `'lambda,vercel'`],
  ['@user.json', '@user.json', '@user.json', `'@user.json'`, `'@user.json'`],
  [String.raw`C:\a\b`, String.raw`'C:\a\b'`, String.raw`C:\a\b`, String.raw`C:\a\b`, String.raw`C:\a\b`],
  [
    'C:\\my own\\',
    String.raw`'C:\my own\'`,
    String.raw`"C:\my own\\"`,
    String.raw`'C:\my own\\'`,
    String.raw`'C:\my own\'`,
  ],
  ['{"n":1}', `'{"n":1}'`, String.raw`"{\"n\":1}"`, String.raw`'{\"n\":1}'`, `'{"n":1}'`],
  ["it's", String.raw`'it'\''s'`, `"it's"`, `'it''s'`, `'it''s'`],
  ['/x?a=1&b=$HOME', `'/x?a=1&b=$HOME'`, `"/x?a=1&b=$HOME"`, `'/x?a=1&b=$HOME'`, `'/x?a=1&b=$HOME'`],
])('quotes %s for each shell', (word, posix, cmd, five, seven) => {
  const shells = ['posix', 'cmd', 'powershell-5', 'powershell-7'] as const
  expect(shells.map((shell) => quotedFor(shell, word))).toEqual([posix, cmd, five, seven])
})

it.skipIf(process.platform === 'win32')('what is quoted for POSIX comes out of a shell as it went in', () => {
  const words = ["it's", 'a b', '$HOME `x` "y"', String.raw`back\slash`, '*', 'é…']
  const line = words.map((word) => quotedFor('posix', word)).join(' ')
  expect(execFileSync('sh', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' })).toBe(
    `${words.join('\n')}\n`,
  )
})

it('calls curl by its file on Windows, where PowerShell 5.1 has an alias of that name', () => {
  expect([curlOf('posix'), curlOf('powershell-5'), curlOf('cmd')]).toEqual(['curl', 'curl.exe', 'curl.exe'])
})
