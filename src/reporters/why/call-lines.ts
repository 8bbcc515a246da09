import type { CallReport, Connection, LoadReport } from '../../core/load-report.ts'
import { list } from '../../core/name-list.ts'
import { formatMs } from '../format-ms.ts'

/** So many of a kind are named. */
const NAMED = 3

/** What modules do while they are loaded, and what the first call does that the second does not. */
export function callLines(load: LoadReport): string[] {
  return [...meanwhileLines(load), ...firstCallLines(load)]
}

function meanwhileLines({ connections = [], workers = 0 }: LoadReport): string[] {
  const findings = [
    connectedWords(connections, 'dns', 'Loading'),
    connectedWords(connections, 'socket', 'Loading'),
    ...(workers === 0
      ? []
      : [
          `Loading started ${workers === 1 ? 'a worker thread' : `${workers} worker threads`}: what it loads is part of the time of the module that waits for it, and is not shown apart.`,
        ]),
  ].filter((words) => words !== undefined)
  return findings.length === 0 ? [] : [findings.join(' ')]
}

function firstCallLines({ firstCall, secondCall }: LoadReport): string[] {
  if (!firstCall) return []
  const second = secondCall ? `; the second took ${formatMs(secondCall.handlerMs)} ms` : ''
  const calls = `The first call of the handler took ${formatMs(firstCall.handlerMs)} ms, traced${second}.`
  const findings = [
    loadedWords(firstCall),
    connectedWords(firstCall.connections, 'dns', 'It'),
    connectedWords(firstCall.connections, 'socket', 'It'),
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

function connectedWords(
  connections: readonly Connection[],
  kind: Connection['kind'],
  who: string,
): string | undefined {
  const found = connections.filter((one) => one.kind === kind)
  if (found.length === 0) return undefined
  const named = found
    .slice(0, NAMED)
    .map(({ name, ms, failed }) => `${name} (${failed === undefined ? '' : `${failed}, `}${formatMs(ms)} ms)`)
  const more = found.length > NAMED ? [`${found.length - NAMED} more`] : []
  return `${who} ${kind === 'dns' ? 'looked up' : 'connected to'} ${list([...named, ...more])}.`
}
