import type { Clock } from '../../../../src/core/clock.ts'
import type { FunctionRunner } from '../function-runner.ts'
import type { RunningFunctions } from '../running-functions.ts'
import type { VercelSchemas } from './schemas.ts'

export interface Project {
  readonly id: string
  readonly name: string
  readonly protectedByLogin: boolean
  secret?: string
  readonly variables: Record<string, string>
}

export interface VercelDeployment {
  readonly id: string
  readonly projectId: string
  readonly production: boolean
  readonly prebuilt: boolean
  readonly meta: Readonly<Record<string, string>>
  readonly files: ReadonlyMap<string, Buffer>
  /** Paths of files that are links. */
  readonly links: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  readonly url: string
  readonly running: RunningFunctions
  /** Left to go through before READY. */
  readonly states: string[]
  aliasAssigned: boolean
}

/** Whose account it is and how it behaves. */
export interface VercelSettings {
  /** Whose token it is; `u1` unless told otherwise. */
  readonly user?: string
  /** Newer accounts have no scope of their own. */
  readonly defaultTeam?: string
  readonly run?: FunctionRunner
  /** From @vercel/sdk, where it is installed. */
  readonly schemas?: VercelSchemas
  /** New projects keep the login wall, whatever was asked for. */
  readonly protectsEverything?: boolean
  /** A prebuilt deployment gets ready and serves nothing. */
  readonly ignoresPrebuilt?: boolean
  /** 400 unless told otherwise; 200 has been seen. */
  readonly missingFilesStatus?: number
  /** What a deployment goes through before READY. */
  readonly states?: readonly string[]
  /** The time it lives in, its client's; the machine's unless given. */
  readonly clock?: Clock
}

/** What one scope of Vercel has, in memory. */
export class VercelCloud {
  readonly settings: VercelSettings
  readonly projects = new Map<string, Project>()
  readonly deployments = new Map<string, VercelDeployment>()
  /** Uploaded files by their SHA-1. */
  readonly blobs = new Map<string, Buffer>()
  /** Bypass secrets that were given out. */
  readonly secrets: string[] = []

  constructor(settings: VercelSettings) {
    this.settings = settings
  }

  projectOf(idOrName: string): Project | undefined {
    return this.projects.get(idOrName) ?? [...this.projects.values()].find(({ name }) => name === idOrName)
  }

  async drop(deployment: VercelDeployment): Promise<void> {
    this.deployments.delete(deployment.id)
    await deployment.running.close()
  }

  /** What a host serves: the deployment whose address it is, or the newest production deployment of its project. */
  deploymentAt(host: string): VercelDeployment | undefined {
    const all = [...this.deployments.values()].filter(({ states }) => states[0] === 'READY')
    const project = [...this.projects.values()].find(({ name }) => host === `${name}.vercel.app`)
    const production = all.filter(
      (one) => one.production && one.aliasAssigned && one.projectId === project?.id,
    )
    return all.find(({ url }) => url === host) ?? production.at(-1)
  }
}
