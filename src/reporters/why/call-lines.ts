import type { CallReport, LoadReport } from '../../core/load-report.ts'
import { formatMs } from '../format-ms.ts'
import { list } from '../sentence-words.ts'

/** So many of a kind are named. */
const NAMED = 3

/** What the first call of the handler does that the second does not: loads, look-ups, connections. */
export function callLines({ firstCall, secondCall }: LoadReport): string[] {
  if (!firstCall) return []
  const second = secondCall ? `; the second took ${formatMs(secondCall.handlerMs)} ms` : ''
  const calls = `The first call of the handler took ${formatMs(firstCall.handlerMs)} ms, traced${second}.`
  const findings = [
    loadedWords(firstCall),
    connectedWords(firstCall, 'dns'),
    connectedWords(firstCall, 'socket'),
  ]
  return [[calls, ...findings.filter((words) => words !== undefined)].join(' ')]
}

function loadedWords({ loaded }: CallReport): string | undefined {
  if (loaded.length === 0) return undefined
  const ms = loaded.reduce((sum, one) => sum + one.ms, 0)
  const named = loaded.slice(0, NAMED).map(({ name, importedBy }) => {
    const line = importedBy?.line === undefined ? '' : `:${importedBy.line}`
    return importedBy === undefined ? name : `${name} (${importedBy.file}${line})`
  })
  const more = loaded.length > NAMED ? [`${loaded.length - NAMED} more`] : []
  return `It loaded ${list([...named, ...more])}: ${formatMs(ms)} ms.`
}

function connectedWords({ connections }: CallReport, kind: 'dns' | 'socket'): string | undefined {
  const found = connections.filter((one) => one.kind === kind)
  if (found.length === 0) return undefined
  const named = found.slice(0, NAMED).map(({ name, ms }) => `${name} (${formatMs(ms)} ms)`)
  const more = found.length > NAMED ? [`${found.length - NAMED} more`] : []
  return `It ${kind === 'dns' ? 'looked up' : 'connected to'} ${list([...named, ...more])}.`
}
