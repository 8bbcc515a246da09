import { registrations } from './google/registration.ts'
import { requests } from './google/requests.ts'
import type { Kind } from './kind.ts'

/** Functions for Google’s Functions Framework. */
export const googleKinds: readonly Kind[] = [...requests, ...registrations]
