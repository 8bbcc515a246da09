import { format } from 'node:util'

const LEVELS = {
  log: 'INFO',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
  trace: 'TRACE',
} as const

export interface DescribedError {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace: readonly string[]
}

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
    console[name as keyof typeof LEVELS] = (...data: unknown[]) => write(level, format(...data))
  }
  return (what: string, { errorType, errorMessage, trace }: DescribedError) =>
    write('ERROR', `${what} \t${JSON.stringify({ errorType, errorMessage, stack: trace })}`)
}
