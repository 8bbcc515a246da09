import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Scheme } from './prober.ts'

/**
 * A throw-away key pair, self-signed for loopback. It protects nothing: the only server that ever uses it is the
 * warm-up server below, which listens on 127.0.0.1 for the second that it lives, and the only client that trusts
 * it is the warm-up itself. Made by: openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes
 * -days 36500 -subj "/CN=coldstart loopback warm-up" -addext subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1
 */
export const WARM_UP_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIB0DCCAXagAwIBAgIUXoBHw9Ntc+6vNcWc/CiKD/ULf7AwCgYIKoZIzj0EAwIw
JTEjMCEGA1UEAwwaY29sZHN0YXJ0IGxvb3BiYWNrIHdhcm0tdXAwIBcNMjYxMTIz
MTYwMDA5WhgPMjEyNjEwMzAxNjAwMDlaMCUxIzAhBgNVBAMMGmNvbGRzdGFydCBs
b29wYmFjayB3YXJtLXVwMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEvMGH/iSs
JpzI3jafdFup/OaBYUhpg6Lx9t0GlaZRbJcqjYySylg605qEGaWSfVxYumGs+hvR
KrnfuGyvNFXxWaOBgTB/MB0GA1UdDgQWBBQ0CCFywGWFq7VRuHThHjSzQlx21DAf
BgNVHSMEGDAWgBQ0CCFywGWFq7VRuHThHjSzQlx21DAPBgNVHRMBAf8EBTADAQH/
MCwGA1UdEQQlMCOCCWxvY2FsaG9zdIcEfwAAAYcQAAAAAAAAAAAAAAAAAAAAATAK
BggqhkjOPQQDAgNIADBFAiBD74qsLWGbahlYffWoXCthpmh0wGSoxv82QG1MGQAi
3gIhAJBPO0DpCBo7TR+Q1W+Bvx7OYQ2DvleMVXJvpmCYcfoj
-----END CERTIFICATE-----
`

/** The key of that certificate, for a server that listens on loopback alone. */
export const WARM_UP_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgKIm7HPZp47QzW8Gi
5kokkPCCpQpp6+WXLuNGuhMpvsmhRANCAAS8wYf+JKwmnMjeNp90W6n85oFhSGmD
ovH23QaVplFslyqNjJLKWDrTmoQZpZJ9XFi6Yaz6G9Equd+4bK80VfFZ
-----END PRIVATE KEY-----
`

/** A server that is asked before anything is measured. */
export interface WarmUpServer {
  readonly url: string
  close(): Promise<void>
}

/** A server on a random loopback port that answers every request with a small JSON document. */
export async function startWarmUpServer(scheme: Scheme): Promise<WarmUpServer> {
  const server =
    scheme === 'https'
      ? createHttpsServer({ cert: WARM_UP_CERTIFICATE, key: WARM_UP_KEY })
      : createHttpServer()
  server.on('request', (_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end('{"message":"Hello, probe"}')
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `${scheme}://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
