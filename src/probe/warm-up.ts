import { collectGarbage } from '../core/garbage.ts'
import type { ProbeRequest } from '../core/probe-request.ts'
import type { Prober, Scheme } from './prober.ts'
import { startWarmUpServer, WARM_UP_CERTIFICATE } from './warm-up-server.ts'

const SEQUENTIAL = 20
const BURST = 10

/**
 * Sends requests of the given schemes to a loopback server of our own until the code path is hot: fresh
 * connections, kept ones, one dummy burst. PROBE method, point 7.
 */
export async function warmUpPath(prober: Prober, schemes: readonly Scheme[]): Promise<void> {
  for (const scheme of new Set(schemes)) {
    const server = await startWarmUpServer(scheme)
    const request: ProbeRequest = {
      url: server.url,
      method: 'GET',
      headers: { accept: 'application/json' },
      ...(scheme === 'https' ? { certificateAuthority: WARM_UP_CERTIFICATE } : {}),
    }
    for (let n = 0; n < SEQUENTIAL; n++) await prober.probe(request, { connection: 'fresh' })
    for (let n = 0; n < SEQUENTIAL; n++) await prober.probe(request, { connection: 'kept' })
    await prober.burst(Array<ProbeRequest>(BURST).fill(request), { connection: 'fresh' })
    await server.close()
  }
  collectGarbage()
}
