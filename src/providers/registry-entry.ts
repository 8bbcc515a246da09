import type { ReplySigns } from '../core/reply-signs.ts'
import type { Target } from '../core/target.ts'
import type { Provider } from './provider.ts'
import type { ProviderFlag } from './provider-flag.ts'
import type { ReservedVariables } from './reserved-variables.ts'

/** What is known of a platform before its code, and the SDK behind it, is loaded. */
export interface RegistryEntry {
  /** What `--provider` names and a deployment's `provider` holds. */
  readonly id: string
  /** What else people call it: not taken for its id, but answered with it. In lower case. */
  readonly alsoCalled?: readonly string[]
  /** Where its functions run: only a cloud can be deployed to by name. */
  readonly platform: Target['platform']
  readonly flags: readonly ProviderFlag[]
  /** By which its own replies are told from a function's, whoever runs it: any URL may be on any platform. */
  readonly replySigns?: ReplySigns
  /** What a function on it cannot be given in its environment. */
  readonly reservedVariables?: ReservedVariables
  load(): Promise<Provider>
}
