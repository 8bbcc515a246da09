/** A command-line flag that only one platform has; `--lambda-mode url` becomes `options.lambda.mode`. */
export interface ProviderFlag {
  /** The key in the provider's own options, whose schema checks the value. */
  readonly key: string
  /** `--lambda-mode <mode>`; begins with the platform's id, so that no two collide. */
  readonly flags: string
  readonly text: string
  /** An earlier way to say something: it still works, is not in the help, and names the words of today. */
  readonly nowSaid?: string
  /** Of the sample function or a folder like it alone: a file of the user's own has its own form and exports. */
  readonly ofFolder?: true
  /** The way of getting cold without which it has no effect. */
  readonly coldBy?: string
  /** Why it has no effect beside what else was typed for the platform, by key; undefined where it has. */
  readonly whyUnused?: (options: Readonly<Record<string, unknown>>) => string | undefined
  /** From what was typed to what the schema takes. */
  readonly read?: (value: string) => unknown
}
