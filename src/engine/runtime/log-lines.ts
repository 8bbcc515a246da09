import { format } from 'node:util'
import type { DescribedError } from './describe-error.ts'

const LEVELS = {
  log: 'INFO',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
  trace: 'TRACE',
  fatal: 'FATAL',
} as const

/**
 * Makes console write Lambda's text lines: time, request id, level, message, with the message's own line breaks as
 * carriage returns. Returns a function that writes such a line with an error's JSON behind it.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export function patchConsole(requestId: () => string) {
  const write = (level: string, text: string) =>
    void process.stdout.write(
      `${new Date().toISOString()}\t${requestId()}\t${level}\t${text.replaceAll('\n', '\r')}\n`,
    )
  for (const [name, level] of Object.entries(LEVELS)) {
    ;(console as unknown as Record<string, unknown>)[name] = (...data: unknown[]) =>
      write(level, format(...data))
  }
  return (what: string, { errorType, errorMessage, trace }: DescribedError) =>
    write('ERROR', `${what} \t${JSON.stringify({ errorType, errorMessage, stack: trace })}`)
}
