import type { ProxyRoute } from './proxy-route.ts'

/** The way out of this machine, as the environment and the settings prescribe it. */
export interface Network {
  /** Sends a call that nobody measures: by the proxies of the environment, and with its certificate authorities. */
  readonly fetch: typeof fetch
  /**
   * @returns the proxy of an address; undefined where it is reached directly
   * @throws ColdstartError `bad-proxy`
   */
  proxyFor(address: string): ProxyRoute | undefined
  /** Beside the usual ones; left out where there are none. */
  readonly authorities?: CertificateAuthorities
  /** `--through-proxy`: what is measured may go by a proxy too. */
  readonly throughProxy: boolean
  close(): Promise<void>
}

/** Whom to trust beside the well-known certificate authorities. */
export interface CertificateAuthorities {
  /** One or more certificates. */
  readonly pem: string
  /** Where they were read, for messages: `--ca ./company.pem and NODE_EXTRA_CA_CERTS=/etc/ca.pem`. */
  readonly from: string
}

/** What TLS says of a certificate that nobody here vouches for. */
const UNTRUSTED =
  /SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)|CERT_UNTRUSTED|INVALID_CA|self.signed certificate|unable to (?:get|verify)/i

/**
 * What to add to the message of a failed handshake: whom this process trusts, and how to have it trust others.
 * @param failure code or message of the error
 * @param from where extra authorities were read, if any were
 * @returns empty for any other failure
 */
export function authorityWords(failure: string, from: string | undefined): string {
  if (!UNTRUSTED.test(failure)) return ''
  return from === undefined
    ? ', which no authority that is trusted here has signed; name its own with --ca <file> or NODE_EXTRA_CA_CERTS'
    : `, which none of the usual authorities has signed, and none of those of ${from}`
}
