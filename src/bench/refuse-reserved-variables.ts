import { ColdstartError } from '../core/errors.ts'
import { platforms } from '../providers/index.ts'
import { whyReserved } from '../providers/reserved-variables.ts'

/** By which the tool marks what it deploys and starts. */
const OURS = 'COLDSTART_'

/**
 * Refuses variables that the platform sets itself: there they would be refused, and here they would be ignored.
 * @param contract of the function, or the cloud that it is deployed to
 * @param optionOf what gave a variable: `--env NAME`, `--env-file .env`
 * @throws ColdstartError `reserved-variable`
 */
export function refuseReservedVariables(
  names: readonly string[],
  contract: string,
  optionOf: (name: string) => string,
): void {
  const reserved = platforms.find(({ id }) => id === contract)?.reservedVariables
  for (const name of names) {
    const option = optionOf(name)
    if (name.startsWith(OURS))
      throw new ColdstartError('reserved-variable', {
        name,
        option,
        platform: 'coldstart',
        why: `names that begin with ${OURS} are its own`,
      })
    const why = reserved && whyReserved(name, reserved)
    if (why)
      throw new ColdstartError('reserved-variable', {
        name,
        option,
        platform: contract,
        why,
        source: reserved?.source,
        instead: reserved?.instead?.[name],
      })
  }
}
