import { randomBytes } from 'node:crypto'
import type { Clock } from '../../../../src/core/clock.ts'
import type { FunctionRunner } from '../function-runner.ts'
import type { RunningFunctions } from '../running-functions.ts'

export interface Site {
  readonly id: string
  readonly name: string
}

export interface NetlifyRoute {
  readonly name: string
  readonly pattern: string
  readonly literal?: string
  readonly expression?: string
}

export interface UploadedZip {
  readonly sha256: string
  readonly zip: Buffer
  readonly mode: string | null
}

export interface NetlifyDeploy {
  readonly id: string
  readonly siteId: string
  readonly title: string
  readonly draft: boolean
  /** Path → SHA-1. */
  readonly files: Readonly<Record<string, string>>
  /** Name → SHA-256. */
  readonly functions: Readonly<Record<string, string>>
  readonly schedules: readonly { readonly name: string; readonly cron: string }[]
  readonly variables: Readonly<Record<string, string>>
  readonly routes: readonly NetlifyRoute[]
  readonly states: string[]
  readonly running: RunningFunctions
}

/** Whose account it is and how it behaves. */
export interface NetlifySettings {
  /** Whose token it is; `u1` unless told otherwise. */
  readonly user?: string
  /** The slug of their team; `ada` unless told otherwise. */
  readonly team?: string
  /** The slugs of several, the first of which is theirs where nothing is said. */
  readonly teams?: readonly string[]
  readonly run?: FunctionRunner
  /** Projects are private: their functions ask for a login. */
  readonly isPrivate?: boolean
  /** What a deploy goes through before `ready`, once everything is uploaded. */
  readonly states?: readonly string[]
  /** The fourth deploy of a minute is refused. */
  readonly limitsDeploys?: boolean
  /** The time it lives in, its client's; the machine's unless given. */
  readonly clock?: Clock
}

/** What one account of Netlify has, in memory. */
export class NetlifyCloud {
  readonly settings: NetlifySettings
  readonly sites = new Map<string, Site>()
  readonly deploys = new Map<string, NetlifyDeploy>()
  /** Files by their SHA-1. */
  readonly blobs = new Map<string, Buffer>()
  /** Functions by their SHA-256. */
  readonly zips = new Map<string, UploadedZip>()
  /** When deploys were made, where their number is limited. */
  readonly deployedAtMs: number[] = []
  /** Spent on production deploys. */
  credits = 0

  constructor(settings: NetlifySettings) {
    this.settings = settings
  }

  addSite(name: string): Site {
    const site = { id: randomBytes(16).toString('hex'), name }
    this.sites.set(site.id, site)
    return site
  }

  /** @param key an id or a domain */
  siteOf(key: string): Site | undefined {
    return this.sites.get(key) ?? [...this.sites.values()].find(({ name }) => key === `${name}.netlify.app`)
  }

  /** Digests of the files that a deploy announced and nobody uploaded. */
  requiredFiles({ files }: NetlifyDeploy): string[] {
    return Object.values(files).filter((sha) => !this.blobs.has(sha))
  }

  /** Digests of the functions that a deploy announced and nobody uploaded. */
  requiredFunctions({ functions }: NetlifyDeploy): string[] {
    return Object.values(functions).filter((sha) => !this.zips.has(sha))
  }

  async drop(deploy: NetlifyDeploy): Promise<void> {
    this.deploys.delete(deploy.id)
    await deploy.running.close()
  }

  /** What a host serves: the deploy that it names, or the newest production deploy of its site. */
  deployAt(host: string): NetlifyDeploy | undefined {
    const [label = ''] = host.split('.')
    const [id = '', name] = label.split('--')
    const all = [...this.deploys.values()].filter(({ states }) => states[0] === 'ready')
    const siteName = ({ siteId }: NetlifyDeploy) => this.sites.get(siteId)?.name
    if (name !== undefined) return all.find((one) => one.id === id && siteName(one) === name)
    return all.filter((one) => !one.draft && siteName(one) === label).at(-1)
  }
}
