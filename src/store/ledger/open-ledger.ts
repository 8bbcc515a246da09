import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Clock, isoNow } from '../../core/clock.ts'
import { ColdstartError, isColdstartError, messageOf } from '../../core/errors.ts'
import type { Ledger } from '../../core/ledger.ts'
import { foldLedger } from './fold-ledger.ts'
import type { LedgerLine } from './ledger-line.ts'
import { lockLedger } from './ledger-lock.ts'
import { type Owner, owner as thisProcess } from './owner-process.ts'
import { readLedger } from './read-ledger.ts'

export interface LedgerOptions {
  /** Folder that holds `.coldstart/`. */
  readonly cwd: string
  readonly clock: Clock
  readonly owner?: Owner
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
export function openLedger({ cwd, clock, owner = thisProcess }: LedgerOptions): DiskLedger {
  const path = join(cwd, '.coldstart', 'ledger.jsonl')
  const file = appendOnlyFile(path, owner)
  const write = (entry: Entry) => file.append(JSON.stringify({ v: 1, at: isoNow(clock), ...entry }))
  const entries = async () => foldLedger(await readLedger(path))
  return {
    path,
    claim: () => file.open(),
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

interface AppendOnlyFile {
  open(): Promise<void>
  append(line: string): Promise<void>
  close(): Promise<void>
}

/** Appends are queued, so that lines of concurrent calls never interleave. */
function appendOnlyFile(path: string, owner: Owner): AppendOnlyFile {
  let opening: ReturnType<typeof openLocked> | undefined
  let last: Promise<unknown> = Promise.resolve()
  const openOnce = () => {
    opening ??= openLocked(path, owner)
    return opening.catch((error: unknown) => {
      opening = undefined
      throw error
    })
  }
  const appendNow = async (line: string) => {
    const { handle } = await openOnce()
    await handle.appendFile(`${line}\n`)
    await handle.sync()
  }
  const asLedgerError = (error: unknown) => {
    if (isColdstartError(error)) throw error
    throw new ColdstartError('ledger-not-writable', { path, reason: messageOf(error) }, { cause: error })
  }
  return {
    open: () => openOnce().then(() => {}, asLedgerError),
    append(line) {
      const written = last.then(() => appendNow(line)).catch(asLedgerError)
      last = written.catch(() => {})
      return written
    },
    async close() {
      await last
      const opened = await opening?.catch(() => undefined)
      opening = undefined
      await opened?.handle.close()
      await opened?.release()
    },
  }
}

async function openLocked(path: string, owner: Owner) {
  await mkdir(dirname(path), { recursive: true })
  const release = await lockLedger(path, owner)
  const handle = await open(path, 'a', 0o600)
  await endTornLine(path, handle)
  await syncFolder(dirname(path))
  return { handle, release }
}

/** A process that died while writing leaves half a line; the next line must not be glued to it. */
async function endTornLine(path: string, handle: FileHandle): Promise<void> {
  const text = await readFile(path, 'utf8')
  if (text !== '' && !text.endsWith('\n')) await handle.appendFile('\n')
}

/** Makes the file's own name durable; Windows cannot open folders and needs no such thing. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}
