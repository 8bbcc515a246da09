import type { Logger } from '../core/logger.ts'
import type { Io } from './io.ts'

/** Warnings always, the rest only with --debug; never on stdout. */
export function stderrLogger(io: Io): Logger {
  const say = (level: string) => (message: string) => io.stderr.write(`${level}: ${message}\n`)
  const nothing = () => {}
  return {
    debug: io.debug ? say('debug') : nothing,
    info: io.debug ? say('info') : nothing,
    warn: say('warning'),
  }
}
