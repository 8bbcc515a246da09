import type { GivenFlag } from '../bench/refuse-without-effect.ts'
import { platforms } from '../providers/index.ts'
import { type CommandOption, type OptionValues, optionKey } from './command.ts'

/** The flags of every platform, for the commands that deploy. */
export const providerOptions: readonly CommandOption[] = platforms.flatMap((platform) =>
  platform.flags.map(({ flags, text, nowSaid }) => ({
    flags,
    text,
    group: 'One platform only',
    ...(nowSaid && { nowSaid }),
  })),
)

/** What was typed, by provider: `{ lambda: { mode: 'url' } }`, and the flags that are not a platform's. */
export function takeProviderFlags(options: OptionValues): {
  readonly rest: OptionValues
  readonly byProvider: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly given: readonly GivenFlag[]
} {
  const rest: Record<string, unknown> = { ...options }
  const byProvider: Record<string, Record<string, unknown>> = {}
  const given: GivenFlag[] = []
  for (const { id, flags: own } of platforms)
    for (const flag of own) {
      const { key, flags, read = (value: string) => value } = flag
      const name = optionKey(flags)
      const value: unknown = rest[name]
      delete rest[name]
      if (value === undefined) continue
      given.push({ option: flags.split(' ')[0] ?? flags, provider: id, flag })
      byProvider[id] = { ...byProvider[id], [key]: typeof value === 'string' ? read(value) : value }
    }
  return { rest, byProvider, given }
}

/** What a configuration file says of platforms, as the flags that say the same; what was typed is left out. */
export function flagsOfFile(
  options: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  typed: readonly GivenFlag[],
): readonly GivenFlag[] {
  return platforms.flatMap(({ id, flags }) =>
    flags
      .filter((flag) => options[id]?.[flag.key] !== undefined)
      .filter((flag) => !typed.some((one) => one.flag === flag))
      .map((flag) => ({ option: `options.${id}.${flag.key}`, provider: id, flag, isOfFile: true as const })),
  )
}
