import type { IncomingMessage } from 'node:http'
import { parseDuration } from '../../core/duration.ts'
import { isColdstartError } from '../../core/errors.ts'
import { cpuFor } from '../cpu/cpu-share.ts'
import { MEMORY_SIZES_MB, memoryOf } from '../engine-options.ts'
import type { PageParts } from './page-parts.ts'
import { readAsked } from './read-asked.ts'

/** A day: a page is not watched for longer. */
const LONGEST_IDLE_MS = 24 * 60 * 60_000

/**
 * Gives a function another memory size (`memoryMb`, a number), with the share of the CPU that goes with it, as
 * `serve --memory` does, or another idle time (`idleTtl`, `10s`).
 * @returns in words why not, if not
 */
export async function changeSettings(
  req: IncomingMessage,
  { pools, keepsShares }: Pick<PageParts, 'pools' | 'keepsShares'>,
): Promise<string | undefined> {
  const asked = await readAsked(req, pools)
  if (typeof asked === 'string') return asked
  const { memoryMb = asked.pool.options.memoryMb, idleTtl } = asked.values
  if (typeof memoryMb !== 'number' || !Number.isInteger(memoryMb) || !isWithin(memoryMb))
    return `Memory is a whole number of MB from ${MEMORY_SIZES_MB.least} to ${MEMORY_SIZES_MB.most}.`
  const idleTtlMs = idleTtl === undefined ? asked.pool.options.idleTtlMs : readIdle(String(idleTtl))
  if (typeof idleTtlMs === 'string') return idleTtlMs
  const { contract, cpu, memoryMb: before } = asked.pool.options
  const possible = memoryOf(contract, memoryMb).memoryMb
  if (possible !== memoryMb) return `Workers have no sizes: each has ${possible} MB.`
  const hasShare = cpu !== undefined || (keepsShares && memoryMb !== before)
  const share = hasShare ? cpuFor(contract, memoryMb, cpu?.mode) : {}
  await asked.pool.change({ memoryMb, idleTtlMs, ...share })
  return undefined
}

function isWithin(memoryMb: number): boolean {
  return memoryMb >= MEMORY_SIZES_MB.least && memoryMb <= MEMORY_SIZES_MB.most
}

function readIdle(text: string): number | string {
  try {
    const ms = parseDuration(text)
    return ms > 0 && ms <= LONGEST_IDLE_MS ? ms : 'The idle time is longer than nothing and at most a day.'
  } catch (error) {
    if (isColdstartError(error)) return `${error.message} ${error.hint}`
    throw error
  }
}
