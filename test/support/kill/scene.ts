import { fileURLToPath } from 'node:url'
import type { Clock } from '../../../src/core/clock.ts'
import type { DeploySpec } from '../../../src/providers/provider.ts'

type CallListener = () => void | Promise<void>

/** Opens a scene that lives in the time of its clients. */
export type OpenScene = (clock: Clock) => Promise<Scene>

/** A platform's stand-in together with what is to be deployed to it by a client that may be killed. */
export interface Scene {
  readonly provider: string
  readonly env: Readonly<Record<string, string>>
  readonly baseUrls: Readonly<Record<string, string>>
  readonly spec: Partial<DeploySpec<object>>
  /** Called after each remote call is done and before it is answered; the answer waits for what it returns. */
  listen(listener: CallListener | undefined): void
  /** The last call, by the platform's name of it. */
  lastCall(): string
  /** What of ours is there that was not there before the deploy. */
  left(): readonly string[]
  /** Calls that the platform would not take. */
  faults(): readonly string[]
  close(): Promise<void>
}

const sample = fileURLToPath(new URL('../../../fixtures/hello', import.meta.url))

/** fixtures/hello, once, as the scene would have it. */
export function specOf(scene: Scene): DeploySpec<unknown> {
  const workload = { folder: sample }
  return { runId: '2026-11-23T000000-abcd', workload, replicas: 1, options: {}, ...scene.spec }
}
