import type { Target } from '../core/target.ts'
import type { Provider, ProviderFlag } from './provider.ts'

/** What is known of a platform before its code, and the SDK behind it, is loaded. */
export interface RegistryEntry {
  /** What `--provider` names and a deployment's `provider` holds. */
  readonly id: string
  /** Where its functions run: only a cloud can be deployed to by name. */
  readonly platform: Target['platform']
  readonly flags: readonly ProviderFlag[]
  load(): Promise<Provider>
}
