import { ColdstartError } from '../core/errors.ts'
import type { Provider } from '../providers/provider.ts'

/**
 * Checks a platform's own settings with its schema.
 * @throws ColdstartError `bad-arguments` naming the setting and what is wrong with it
 */
export function readProviderOptions(
  provider: Provider,
  given: Readonly<Record<string, unknown>> = {},
): unknown {
  const read = provider.options.safeParse(given)
  if (read.success) return read.data
  const issue = read.error.issues[0]
  const setting = [provider.id, ...(issue?.path ?? [])].join('.')
  throw new ColdstartError('bad-arguments', {
    reason: `The setting ${setting} cannot be used: ${issue?.message ?? 'it is not valid'}.`,
    command: 'deploy',
  })
}
