import type { BenchContext } from '../bench/session.ts'
import { withConnections, withWayOut } from '../bench/session.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import { resolveConfig } from '../config/resolve-config.ts'
import { ColdstartError } from '../core/errors.ts'
import type { ExitCode } from '../core/exit-codes.ts'
import { isEmptyValue } from '../core/is-empty-value.ts'
import type { Logger } from '../core/logger.ts'
import type { Connections } from '../providers/connections.ts'
import { openNetwork } from '../providers/open-network.ts'
import type { CallContext } from '../providers/rest-client.ts'
import { listenForInterrupt } from './interrupt.ts'
import type { Io } from './io.ts'
import { readConfigFile } from './read-config-file.ts'

/** The variable that points providers at other base URLs, for stand-ins and private gateways. */
const BASE_URLS_VARIABLE = 'COLDSTART_BASE_URLS'

/**
 * Runs work that measures; the first interrupt ends the run in good order.
 * @returns the work's exit code, or that of the signal after an interrupt
 */
export async function withInterrupt(
  io: Io,
  work: (context: BenchContext) => Promise<ExitCode>,
): Promise<ExitCode> {
  const interrupt = listenForInterrupt(
    io,
    'Stopping: no new invocations; those in flight have a moment to finish.',
  )
  try {
    const exitCode = await work(contextOf(io, interrupt.signal))
    return interrupt.exitCode() ?? exitCode
  } catch (error) {
    const interrupted = interrupt.exitCode()
    if (interrupted === undefined || error !== interrupt.signal.reason) throw error
    return interrupted
  } finally {
    interrupt.end()
  }
}

/**
 * Runs calls that nobody measures and that leave nothing behind, by the proxies of the environment; an interrupt ends
 * them.
 * @returns the work's exit code, or that of the signal after an interrupt
 */
export async function withCalls(
  io: Io,
  work: (context: CallContext) => Promise<ExitCode>,
): Promise<ExitCode> {
  const interrupt = listenForInterrupt(io, 'Stopping after the call in flight.')
  const { clock, env, cwd } = io
  const network = await openNetwork({ env, cwd })
  try {
    return await work({ clock, signal: interrupt.signal, logger: stderrLogger(io), network })
  } catch (error) {
    const interrupted = interrupt.exitCode()
    if (interrupted === undefined) throw error
    return interrupted
  } finally {
    interrupt.end()
    await network.close()
  }
}

/** What was typed of the way to the platforms. */
export interface WayOut {
  readonly ca?: string | undefined
}

/** By the mechanism of all settings: flag, variable, configuration file. */
async function readWayOut({ ca }: WayOut, io: Io): Promise<Pick<BenchConfig, 'ca' | 'throughProxy'>> {
  const file = await readConfigFile(undefined, io)
  return resolveConfig({ flags: { ca }, env: io.env, file }).config
}

/**
 * Runs work that makes or takes down remote things: with the ledger of this folder, and an interrupt that ends
 * the work between two calls. What was made by then is in the ledger.
 * @returns the work's exit code, or that of the signal after an interrupt
 */
export async function withLedger(
  io: Io,
  work: (connections: Connections) => Promise<ExitCode>,
  given: WayOut = {},
): Promise<ExitCode> {
  const interrupt = listenForInterrupt(io, 'Stopping after the call in flight.')
  try {
    const wayOut = await readWayOut(given, io)
    return await withConnections(withWayOut(contextOf(io, interrupt.signal), wayOut), work)
  } catch (error) {
    const interrupted = interrupt.exitCode()
    if (interrupted === undefined) throw error
    io.stderr.write('Interrupted. coldstart list shows what there is, coldstart destroy takes it down.\n')
    return interrupted
  } finally {
    interrupt.end()
  }
}

/**
 * What the library may touch, made of what the CLI was given.
 * @throws ColdstartError `bad-arguments`, `empty-value` when COLDSTART_BASE_URLS is not a list of name=url
 */
function contextOf(io: Io, signal: AbortSignal): BenchContext {
  const { cwd, env, home, nodeVersion, clock, startProber, startEngine } = io
  const baseUrls = readBaseUrls(env)
  const given = { cwd, env, home, nodeVersion, clock, signal, logger: stderrLogger(io), baseUrls }
  return { ...given, ...(startProber && { startProber }), ...(startEngine && { startEngine }) }
}

/** On stderr, never on stdout: what a platform is doing and warnings always, the rest with --debug. */
function stderrLogger(io: Io): Logger {
  return {
    showsDebug: io.debug,
    debug: (message) => io.debug && io.stderr.write(`debug: ${message}\n`),
    info: (message) => io.stderr.write(`${message}\n`),
    warn: (message) => io.stderr.write(`warning: ${message}\n`),
  }
}

/** `vercel=http://127.0.0.1:4000,lambda=http://127.0.0.1:4001` */
function readBaseUrls({ [BASE_URLS_VARIABLE]: text }: Io['env']): Record<string, string> {
  if (text === undefined) return {}
  const pairs = text.split(',').map((pair) => pair.trim())
  if (isEmptyValue(pairs)) throw new ColdstartError('empty-value', { name: BASE_URLS_VARIABLE })
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', ...rest] = pair.split('=')
      const url = rest.join('=')
      if (name !== '' && URL.canParse(url)) return [name, url]
      throw new ColdstartError('bad-arguments', {
        reason: `${BASE_URLS_VARIABLE} has "${pair}", which is not name=url.`,
      })
    }),
  )
}
