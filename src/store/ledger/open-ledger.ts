import { join } from 'node:path'
import { type Clock, isoNow } from '../../core/clock.ts'
import { ColdstartError, isColdstartError, messageOf } from '../../core/errors.ts'
import type { Ledger } from '../../core/ledger.ts'
import { makeOwnFolder } from '../../core/own-folder.ts'
import { type Appender, openAppender } from '../append-file.ts'
import { foldLedger } from './fold-ledger.ts'
import type { LedgerLine } from './ledger-line.ts'
import { readLedger } from './read-ledger.ts'

/** Whose ledger it is. */
export interface LedgerOptions {
  /** Folder that holds `.coldstart/`. */
  readonly cwd: string
  readonly clock: Clock
}

/** A ledger on disk. Reading takes no lock; the first write makes this process the only writer until `close`. */
export interface DiskLedger extends Ledger {
  readonly path: string
  close(): Promise<void>
}

/** The line without what every line has. */
type Entry = LedgerLine extends infer Line
  ? Line extends LedgerLine
    ? Omit<Line, 'v' | 'at'>
    : never
  : never

/**
 * Opens `.coldstart/ledger.jsonl` under `cwd`: append-only, readable by its owner alone, each line on
 * disk (fsync) before the call returns.
 * @throws ColdstartError, from its methods: `ledger-in-use`, `ledger-not-writable`, `ledger-unreadable`
 */
export function openLedger({ cwd, clock }: LedgerOptions): DiskLedger {
  const path = join(cwd, '.coldstart', 'ledger.jsonl')
  const file = openedOnDemand(path, cwd)
  const write = (entry: Entry) => file.append(JSON.stringify({ v: 1, at: isoNow(clock), ...entry }))
  const entries = async () => foldLedger(await readLedger(path))
  return {
    path,
    claim: async () => {
      await file.open()
    },
    begin: (deployment) => write({ type: 'begin', deployment }),
    creating: (id, resource) => write({ type: 'creating', id, resource }),
    created: (id, resource) => write({ type: 'created', id, resource }),
    changing: (id, resource, before) => write({ type: 'changing', id, resource, before }),
    restored: (id, resource) => write({ type: 'restored', id, resource }),
    removed: (id, resource) => write({ type: 'removed', id, resource }),
    ready: (deployment) => write({ type: 'ready', deployment }),
    ended: (id) => write({ type: 'ended', id }),
    open: async () => [...(await entries()).values()].map(({ deployment }) => deployment),
    pendingChanges: async (id) => (await entries()).get(id)?.pendingChanges ?? [],
    close: () => file.close(),
  }
}

/** The ledger's file, opened when it is first needed: whoever only reads takes no lock. */
function openedOnDemand(path: string, cwd: string) {
  let opening: Promise<Appender> | undefined
  const open = () => {
    opening ??= openLocked(path, cwd)
    return opening.catch((error: unknown) => {
      opening = undefined
      throw asLedgerError(error, path)
    })
  }
  return {
    open,
    async append(line: string): Promise<void> {
      const file = await open()
      await file.append(line).catch((error: unknown) => {
        throw asLedgerError(error, path)
      })
    },
    async close(): Promise<void> {
      const opened = await opening?.catch(() => undefined)
      opening = undefined
      await opened?.close()
    },
  }
}

async function openLocked(path: string, cwd: string): Promise<Appender> {
  makeOwnFolder(cwd)
  const inUse = (pid?: number) => new ColdstartError('ledger-in-use', { path, ...(pid ? { pid } : {}) })
  return openAppender(path, { inUse, file: 'any', mode: 0o600 })
}

function asLedgerError(error: unknown, path: string): unknown {
  if (isColdstartError(error)) return error
  return new ColdstartError('ledger-not-writable', { path, reason: messageOf(error) }, { cause: error })
}
