import { ColdstartError } from '../core/errors.ts'
import type { ProviderContext } from '../providers/provider.ts'
import type { Io } from './io.ts'
import { stderrLogger } from './stderr-logger.ts'

/** The variable that points providers at other base URLs, for stand-ins and private gateways. */
export const BASE_URLS_VARIABLE = 'COLDSTART_BASE_URLS'

/**
 * What providers may touch, made of what the CLI was given.
 * @throws ColdstartError `bad-arguments` when COLDSTART_BASE_URLS is not a list of name=url
 */
export function providerContextOf(io: Io, rest: Pick<ProviderContext, 'ledger' | 'signal'>): ProviderContext {
  return {
    ...rest,
    env: io.env,
    home: io.home,
    cwd: io.cwd,
    clock: io.clock,
    logger: stderrLogger(io),
    baseUrls: readBaseUrls(io.env[BASE_URLS_VARIABLE] ?? ''),
  }
}

/** `vercel=http://127.0.0.1:4000,lambda=http://127.0.0.1:4001` */
function readBaseUrls(text: string): Record<string, string> {
  const pairs = text.split(',').map((pair) => pair.trim())
  return Object.fromEntries(
    pairs.filter(Boolean).map((pair) => {
      const [name = '', ...rest] = pair.split('=')
      const url = rest.join('=')
      if (name === '' || !URL.canParse(url)) {
        throw new ColdstartError('bad-arguments', {
          reason: `${BASE_URLS_VARIABLE} has "${pair}", which is not name=url.`,
        })
      }
      return [name, url]
    }),
  )
}
