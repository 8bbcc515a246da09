import type { RestReply } from '../rest-client.ts'
import { isRecord } from '../rest-failure.ts'

/** The numbers in a refusal's `errors`, by which Cloudflare's own clients decide. */
export function errorNumbersOf({ json }: RestReply): readonly number[] {
  const errors = isRecord(json) && Array.isArray(json.errors) ? json.errors : []
  return errors.filter(isRecord).flatMap(({ code }) => (typeof code === 'number' ? [code] : []))
}
