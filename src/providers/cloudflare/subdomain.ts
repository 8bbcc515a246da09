import { ColdstartError } from '../../core/errors.ts'
import { textOf } from '../json-file.ts'
import type { RestReply } from '../rest-client.ts'
import { accountPath, type CloudflareApi, resultOf } from './cloudflare-api.ts'

/** What is said of an account that has none, and what to do. */
export const NO_SUBDOMAIN = {
  reason: 'the account has no workers.dev subdomain',
  hint: 'Open Workers & Pages in the dashboard once: that registers one.',
}

/** Asks for the account's part of `name.part.workers.dev`, which takes a right to its Workers. @param accept refusals that the caller reads himself */
export function askSubdomain(
  api: CloudflareApi,
  account: string,
  accept: readonly number[],
): Promise<RestReply> {
  const path = accountPath(account, '/workers/subdomain')
  return api.call({ action: 'read the workers.dev subdomain', method: 'GET', path, accept })
}

/** The account's part of `name.part.workers.dev`. @throws ColdstartError where it has none */
export async function readSubdomain(api: CloudflareApi, account: string): Promise<string> {
  const subdomain = textOf(resultOf(await askSubdomain(api, account, [404])).subdomain)
  if (subdomain !== undefined) return subdomain
  throw new ColdstartError('cannot-deploy', { provider: 'Cloudflare', ...NO_SUBDOMAIN })
}
