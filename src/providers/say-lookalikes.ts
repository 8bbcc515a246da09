import type { ProviderContext } from './provider.ts'

/**
 * Says what has a name like ours and no proof that it is: no tag, no entry in the ledger of this folder. It is the
 * user's to judge and is never deleted.
 * @param names kind and name of each: `log-group /aws/lambda/coldstart-…`
 */
export function sayLookalikes(
  platform: string,
  names: readonly string[],
  { logger }: Pick<ProviderContext, 'logger'>,
): void {
  for (const name of names)
    logger.warn(
      `${platform}: ${name} has a name like coldstart's, but nothing proves that coldstart made it. It is left alone: look at it, and delete it yourself if it is yours to delete.`,
    )
}
