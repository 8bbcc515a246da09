import { connect } from 'node:net'
import { formatDuration } from '../core/duration.ts'
import { elapsedSince, markNow } from './clocks.ts'
import { type Session, takeNote } from './session.ts'

const FIRST_PAUSE_MS = 5000
const LONGEST_PAUSE_MS = 60_000
const CONNECT_TIMEOUT_MS = 5000

/**
 * Called after a failure that may be the network's. When no host of the run can be reached that could be before,
 * waits until one can: what happens meanwhile is noted, not measured. Returns at once in every other case.
 */
export async function waitForNetwork(session: Session): Promise<void> {
  const hosts = hostsMetBefore(session)
  if (hosts.length === 0 || (await anyReachable(session, hosts))) return
  const awaySince = markNow(session.context.clock)
  await takeNote(
    session,
    'network-away',
    'No host of this run can be reached; nothing is measured until one can.',
  )
  let pauseMs = FIRST_PAUSE_MS
  do {
    await session.context.clock.sleep(pauseMs, session.context.signal)
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
  } while (!(await anyReachable(session, hosts)))
  const away = formatDuration(elapsedSince(awaySince, session.context.clock).ms)
  await takeNote(session, 'network-back', `The network is back after ${away}.`)
}

/** Addresses beyond this machine of targets that have answered in this run. */
function hostsMetBefore({ targets, state }: Session): URL[] {
  const met = targets.all().filter(({ id }) => state.storyOf(id)?.hasAnswered)
  return met.map(({ url }) => new URL(url)).filter(({ hostname }) => !isLoopback(hostname))
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}

async function anyReachable(session: Session, hosts: readonly URL[]): Promise<boolean> {
  const ask = session.context.isReachable ?? acceptsConnections
  const answers = await Promise.all(hosts.map(ask))
  return answers.includes(true)
}

function acceptsConnections(url: URL): Promise<boolean> {
  return new Promise((done) => {
    const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
    const socket = connect({ host: url.hostname, port, timeout: CONNECT_TIMEOUT_MS })
    const finish = (reached: boolean) => {
      socket.destroy()
      done(reached)
    }
    socket.once('connect', () => finish(true))
    socket.once('timeout', () => finish(false))
    socket.once('error', () => finish(false))
  })
}
