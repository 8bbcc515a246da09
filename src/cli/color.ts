/** chalk's levels: 0 none, 1 basic, 2 256 colours, 3 true colour. */
export type ColorLevel = 0 | 1 | 2 | 3
/** What `--color` may say. */
export type ColorFlag = 'auto' | 'always' | 'never'

/** What decides whether output is coloured. */
export interface ColorFacts {
  readonly flag: ColorFlag
  readonly env: Readonly<Record<string, string | undefined>>
  readonly isTTY: boolean
  /** Bits per pixel the terminal reports (tty.WriteStream.getColorDepth). */
  readonly depth: number
}

/** Colour of one stream: flag, then NO_COLOR (non-empty), FORCE_COLOR 0–3, TERM=dumb, then whether it is a terminal. */
export function colorLevelOf({ flag, env, isTTY, depth }: ColorFacts): ColorLevel {
  if (flag === 'never') return 0
  if (flag === 'always') return levelOfDepth(Math.max(depth, 4))
  if (env.NO_COLOR) return 0
  if (env.FORCE_COLOR !== undefined) return forcedLevel(env.FORCE_COLOR)
  if (!isTTY || env.TERM === 'dumb') return 0
  return levelOfDepth(depth)
}

function forcedLevel(value: string): ColorLevel {
  if (value === 'false') return 0
  if (value === '' || value === 'true') return 1
  const level = Math.min(3, Math.max(0, Math.trunc(Number(value))))
  return Number.isNaN(level) ? 1 : (level as ColorLevel)
}

function levelOfDepth(depth: number): ColorLevel {
  if (depth >= 24) return 3
  if (depth >= 8) return 2
  return depth >= 4 ? 1 : 0
}
