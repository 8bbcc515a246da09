import { accessSync, closeSync, constants, existsSync, openSync, readSync } from 'node:fs'
import { ColdstartError } from '../core/errors.ts'
import { architectureOf, isElf, isScript } from '../workload/binary-architecture.ts'

/** This machine, as Node names it. */
export interface BootstrapMachine {
  /** `linux` */
  readonly platform: string
  /** `x64`, `arm64` */
  readonly arch: string
}

/**
 * Refuses a bootstrap that this machine could not start, which its process would only end for.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html
 * @param path absolute
 * @throws ColdstartError `not-executable`, `bootstrap-not-runnable`
 */
export function checkBootstrap(path: string, { platform, arch }: BootstrapMachine): void {
  try {
    accessSync(path, constants.X_OK)
  } catch (cause) {
    throw new ColdstartError('not-executable', { path }, { cause })
  }
  if (platform !== 'linux') return
  const bytes = readHead(path)
  const text = bytes.toString('latin1')
  const refuse = (reason: string, hint: string) => {
    throw new ColdstartError('bootstrap-not-runnable', { path, reason, hint })
  }
  const here = arch === 'x64' ? 'x86_64' : arch
  const built = architectureOf(bytes)
  if (built !== undefined && built !== here)
    refuse(`it is built for ${built}, and this machine is ${here}`, `Build it for ${here}, too.`)
  if (built !== undefined || isElf(bytes)) return
  if (!isScript(bytes))
    refuse(
      'it is not an executable for Linux, and not a script that begins with #! and its interpreter',
      'Make #!/bin/sh, or another interpreter, its first line; or build it for Linux.',
    )
  const program = /^#! *(\S+)/.exec(text)?.[1] ?? ''
  const isOfWindows = /^#![^\n]*\r\n/.test(text)
  if (isOfWindows)
    refuse(
      'its first line ends with CR LF, as on Windows',
      'Write its lines with LF alone, for example with dos2unix.',
    )
  if (!existsSync(program))
    refuse(
      `its first line names ${program}, which is not on this machine`,
      'Correct that line, or install it.',
    )
}

/** As much of a file as its header or first line takes. */
function readHead(path: string): Buffer {
  const head = Buffer.alloc(256)
  const file = openSync(path, 'r')
  try {
    return head.subarray(0, readSync(file, head))
  } finally {
    closeSync(file)
  }
}
