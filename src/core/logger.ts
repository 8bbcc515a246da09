/** Where inner code says what it does. Implementations redact secrets and write to stderr only. */
export interface Logger {
  debug(message: string): void
  info(message: string): void
  warn(message: string): void
  /** True where what is said by `debug` is shown: what costs time to say need not be said otherwise. */
  readonly showsDebug?: boolean
}

/** A logger that writes nothing. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {} }
