import type { Clock } from '../../../../src/core/clock.ts'
import { type FunctionRunner, pretendToRun } from '../function-runner.ts'
import { type RunningFunctions, runningFunctions } from '../running-functions.ts'
import type { Call } from '../stand-in.ts'
import type { UploadMetadata } from './schemas.ts'

export interface Upload {
  readonly metadata: UploadMetadata
  readonly files: ReadonlyMap<string, Buffer>
}

export interface Script extends Upload {
  readonly running: RunningFunctions
  enabled: boolean
}

/** Whose accounts they are and how they behave. */
export interface CloudflareSettings {
  /** The accounts that the token sees; `acc1` unless told otherwise. */
  readonly accounts?: readonly string[]
  /** The account has no workers.dev subdomain yet. */
  readonly hasNoSubdomain?: boolean
  readonly run?: FunctionRunner
  /** The time it lives in, its client's; the machine's unless given. */
  readonly clock?: Clock
}

/** What some accounts of Cloudflare have, in memory. */
export class CloudflareCloud {
  readonly settings: CloudflareSettings
  readonly accounts: readonly string[]
  /** By account and name: `acc1/coldstart-…`. */
  readonly scripts = new Map<string, Script>()

  constructor(settings: CloudflareSettings) {
    this.settings = settings
    this.accounts = settings.accounts ?? ['acc1']
  }

  /** The script that a call's path names. */
  scriptOf(call: Call): Script | undefined {
    return this.scripts.get(keyOf(call))
  }

  /** Puts a script where a call's path says, in place of the one that is there. */
  async replace(call: Call, upload: Upload): Promise<void> {
    const before = this.scriptOf(call)
    await before?.running.close()
    this.put(keyOf(call), upload, before?.enabled ?? false)
  }

  put(key: string, upload: Upload, enabled: boolean): void {
    const { run, clock } = this.settings
    this.scripts.set(key, { ...upload, running: runningFunctions(run ?? pretendToRun(clock)), enabled })
  }

  async drop(call: Call): Promise<void> {
    await this.scriptOf(call)?.running.close()
    this.scripts.delete(keyOf(call))
  }
}

function keyOf({ params }: Call): string {
  return `${params.account}/${params.name}`
}
