import type { Logger } from '../core/logger.ts'
import type { Io } from './io.ts'

/** On stderr, never on stdout: what a platform is doing and warnings always, the rest with --debug. */
export function stderrLogger(io: Io): Logger {
  return {
    debug: (message) => io.debug && io.stderr.write(`debug: ${message}\n`),
    info: (message) => io.stderr.write(`${message}\n`),
    warn: (message) => io.stderr.write(`warning: ${message}\n`),
  }
}
