import { readFile } from 'node:fs/promises'
import { ColdstartError } from '../../core/errors.ts'
import { type LedgerLine, ledgerLine } from './ledger-line.ts'

/**
 * Every line of a ledger, oldest first; none when there is no file. A line that is not JSON was torn by
 * a crash: its write had not returned, so the call it announces was never made, and it is passed over.
 * @throws ColdstartError `ledger-unreadable` for a whole line that this version does not know
 */
export async function readLedger(path: string): Promise<LedgerLine[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw new ColdstartError('ledger-unreadable', { path, line: 1, reason: error.message })
  })
  return text.split('\n').flatMap((line, index) => readLine(line, path, index + 1))
}

function readLine(line: string, path: string, number: number): LedgerLine[] {
  if (line.trim() === '') return []
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    return []
  }
  const read = ledgerLine.safeParse(json)
  if (read.success) return [read.data]
  const issue = read.error.issues[0]
  const reason = `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim()
  throw new ColdstartError('ledger-unreadable', { path, line: number, reason })
}
