import { inPosixQuotes } from '../core/posix-quotes.ts'

/**
 * Whose rules a command has to follow so that it can be pasted. The two PowerShells differ in how they hand a `"` to a
 * program.
 */
export type Shell = 'posix' | 'cmd' | 'powershell-5' | 'powershell-7'

/**
 * The shell that somebody sits at, as far as its traces among the variables tell: Git Bash sets MSYSTEM, both
 * PowerShells put a folder of the user's own into PSModulePath (about_PSModulePath), and the newer one's lies in
 * `PowerShell` where the older one's lies in `WindowsPowerShell`.
 * @param env the variables of this process, whose names have no case on Windows
 */
export function shellAtHand(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): Shell {
  if (platform !== 'win32' || env.MSYSTEM) return 'posix'
  const read = (name: string) =>
    Object.entries(env)
      .find(([key]) => key.toLowerCase() === name)?.[1]
      ?.toLowerCase() ?? ''
  const ofTheSystem = [read('programfiles'), read('systemroot')].filter((folder) => folder !== '')
  const own = read('psmodulepath')
    .split(';')
    .filter((folder) => folder !== '' && !ofTheSystem.some((one) => folder.startsWith(one)))
  if (own.some((folder) => /[\\/]powershell[\\/]modules[\\/]?$/.test(folder))) return 'powershell-7'
  return own.some((folder) => /[\\/]windowspowershell[\\/]modules[\\/]?$/.test(folder))
    ? 'powershell-5'
    : 'cmd'
}

/** Needs no quotes. In PowerShell a comma makes a list, and an @ at the beginning splats. */
const PLAIN: Readonly<Record<Shell, RegExp>> = {
  posix: /^[\w@%+=:,./…-]+$/,
  cmd: /^[\w@+=:,./\\…-]+$/,
  'powershell-5': /^[\w+=:./\\…-]+$/,
  'powershell-7': /^[\w+=:./\\…-]+$/,
}

/** One word as a shell reads it, in quotes where it needs them. */
export function quotedFor(shell: Shell, word: string): string {
  return PLAIN[shell].test(word) ? word : inQuotes(shell, word)
}

/** One word in a shell's quotes. cmd expands `%NAME%` in them too, and there is no way to keep it from that. */
export function inQuotes(shell: Shell, word: string): string {
  if (shell === 'posix') return inPosixQuotes(word)
  if (shell === 'cmd') return `"${escapeQuotes(word)}"`
  const inner = shell === 'powershell-5' ? escapeQuotes(word) : word
  return `'${inner.replaceAll("'", "''")}'`
}

/** How a program of Microsoft's C runtime wants a `"`: behind a backslash, and those before it doubled. */
function escapeQuotes(word: string): string {
  return word.replaceAll(/(\\*)"/g, String.raw`$1$1\"`).replace(/\\+$/, '$&$&')
}

/** The program, whatever PowerShell 5.1 has made its name an alias of. */
export function curlOf(shell: Shell): 'curl' | 'curl.exe' {
  return shell === 'posix' ? 'curl' : 'curl.exe'
}
