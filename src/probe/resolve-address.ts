import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { now } from './wall-clock.ts'

/** One address of a host. */
export interface Address {
  readonly address: string
  readonly family: 4 | 6
}

/** What a host name led to. */
export interface Resolution {
  /** In the resolver's order; the one that answered last time first. */
  readonly addresses: readonly Address[]
  /** Only with the request that did the look-up. */
  readonly dnsMs?: number
}

/** Looks a host up once and remembers it, so that samples of one target reach one address. */
export interface AddressBook {
  /** Rejects with the resolver's error (`ENOTFOUND`, `EAI_AGAIN`, …); a failure is not remembered. */
  resolve(hostname: string): Promise<Resolution>
  /** This address answered: it is the one to connect to from now on. */
  prefer(hostname: string, address: Address): void
}

/** Asks a resolver for the addresses of a host. */
export type LookUp = (hostname: string) => Promise<readonly Address[]>

/** An address book on the system's resolver (hosts file, search domains and all), as clients use it. */
export function createAddressBook(lookUp: LookUp = lookUpAll): AddressBook {
  const known = new Map<string, Promise<readonly Address[]>>()
  return {
    async resolve(hostname) {
      const family = isIP(hostname)
      if (family === 4 || family === 6) return { addresses: [{ address: hostname, family }] }
      const remembered = known.get(hostname)
      if (remembered) return { addresses: await remembered }
      const startedMs = now()
      const pending = lookUp(hostname)
      known.set(hostname, pending)
      pending.catch(() => known.delete(hostname))
      return { addresses: await pending, dnsMs: now() - startedMs }
    },
    prefer(hostname, address) {
      const remembered = known.get(hostname)
      if (!remembered) return
      const first = (list: readonly Address[]) => [
        address,
        ...list.filter((other) => other.address !== address.address),
      ]
      known.set(hostname, remembered.then(first))
    },
  }
}

async function lookUpAll(hostname: string): Promise<readonly Address[]> {
  const found = await lookup(hostname, { all: true, order: 'verbatim' })
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
}
