import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { ColdstartError } from '../../core/errors.ts'
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
  const folders = path.split(delimiter)
  const missing = (['valgrind', 'setarch'] as const).filter(
    (name) => !folders.some((at) => existsSync(join(at, name))),
  )
  if (missing.length > 0)
    return `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not installed (Debian: apt-get install ${missing.map((name) => PACKAGES[name]).join(' ')})`
  const [setarch, fixed] = STEADY_LAYOUT
  const tried = spawnSync(setarch, [fixed, 'true'], { env: { PATH: path }, encoding: 'utf8' })
  if (tried.status === 0) return undefined
  const said = lastLine(tried.stderr ?? '') || tried.error?.message || 'it fails'
  return `setarch ${fixed} does not work here: ${said} (Docker: --security-opt seccomp=unconfined)`
}

/** What cachegrind says at its end. @throws ColdstartError `cannot-count` where it says no number */
export function readInstructions(said: string): number {
  const [, refs] = /I\s+refs:\s+([\d,]+)/.exec(said) ?? []
  if (refs !== undefined) return Number(refs.replaceAll(',', ''))
  throw new ColdstartError('cannot-count', {
    reason: `valgrind told no number of instructions, but ${lastLine(said) || 'nothing'}`,
  })
}

/** Of what a program said; empty where it said nothing. */
export function lastLine(said: string): string {
  return said.trim().split('\n').at(-1) ?? ''
}
