import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SYSTEM_PATH } from '../../engine/environment-variables.ts'

/** Without the layout of memory that changes from start to start: before the program that is to be started. */
export const STEADY_LAYOUT = ['setarch', '-R'] as const

/** What counts instructions, before the program whose they are. https://valgrind.org/docs/manual/cg-manual.html */
export const COUNTER = [
  'valgrind',
  '--tool=cachegrind',
  '--cache-sim=no',
  '--cachegrind-out-file=/dev/null',
] as const

/** Debian's packages of what is needed. */
const PACKAGES = { valgrind: 'valgrind', setarch: 'util-linux' } as const

/**
 * Why instructions cannot be counted here, and what to do; undefined where they can.
 * @param path folders that programs are looked for in, as PATH has them
 */
export function whyNoInstructions(path: string = SYSTEM_PATH): string | undefined {
  const folders = path.split(':')
  const missing = (['valgrind', 'setarch'] as const).filter(
    (name) => !folders.some((at) => existsSync(join(at, name))),
  )
  if (missing.length > 0)
    return `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not installed (Debian: apt-get install ${missing.map((name) => PACKAGES[name]).join(' ')})`
  const [setarch, fixed] = STEADY_LAYOUT
  const tried = spawnSync(setarch, [fixed, 'true'], { env: { PATH: path }, encoding: 'utf8' })
  if (tried.status === 0) return undefined
  const said = tried.stderr?.trim().split('\n').at(-1) || tried.error?.message || 'it fails'
  return `setarch ${fixed} does not work here: ${said} (Docker: --security-opt seccomp=unconfined)`
}
