import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls'

/** Secure contexts made up front: the first one of a process costs tens of milliseconds. */
export interface SecureContexts {
  /** @param certificateAuthority PEM to trust beside the well-known authorities */
  get(certificateAuthority?: string): SecureContext
}

/** One context for each extra authority, and one for none; sessions are never resumed from them. */
export function createSecureContexts(): SecureContexts {
  const made = new Map<string | undefined, SecureContext>()
  return {
    get(certificateAuthority) {
      const existing = made.get(certificateAuthority)
      if (existing) return existing
      const context = createSecureContext(
        certificateAuthority === undefined ? {} : { ca: [...rootCertificates, certificateAuthority] },
      )
      made.set(certificateAuthority, context)
      return context
    },
  }
}
