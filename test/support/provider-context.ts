import { tmpdir } from 'node:os'
import type { Ledger } from '../../src/core/ledger.ts'
import type { Network } from '../../src/core/network.ts'
import { replySigns } from '../../src/providers/index.ts'
import type { ProviderContext } from '../../src/providers/provider.ts'
import { createFakeClock } from './fake-clock.ts'

/** A context without credentials, on a fake clock, whose log lines are kept. */
export function createTestContext(
  overrides: Partial<ProviderContext> = {},
): ProviderContext & { readonly logged: string[] } {
  const logged: string[] = []
  const keep = (message: string) => void logged.push(message)
  return {
    env: {},
    home: tmpdir(),
    cwd: tmpdir(),
    clock: createFakeClock(),
    signal: new AbortController().signal,
    logger: { debug: keep, info: keep, warn: keep },
    ledger: forgetfulLedger,
    network: directNetwork,
    baseUrls: {},
    replySigns,
    logged,
    ...overrides,
  }
}

/** Neither proxies nor authorities. */
const directNetwork: Network = {
  fetch: (input, init) => fetch(input, init),
  proxyFor: () => undefined,
  throughProxy: false,
  async close() {},
}

/** Takes every entry and keeps none; tests about the ledger use the real one. */
const forgetfulLedger: Ledger = {
  async claim() {},
  async begin() {},
  async creating() {},
  async created() {},
  async changing() {},
  async pendingChanges() {
    return []
  },
  async restored() {},
  async removed() {},
  async ready() {},
  async ended() {},
  async open() {
    return []
  },
}
