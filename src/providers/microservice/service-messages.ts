/** What it takes to name an nginx, and to end it where the service's process no longer can. */
export interface RunningNginx {
  /** `nginx 1.22.1` */
  readonly version: string
  /** Of its master. */
  readonly pid: number
  /** Everything that it writes lies there. */
  readonly folder: string
}

/** What the service's process tells the one that started it. */
export type ServiceMessage =
  | {
      readonly type: 'listening'
      readonly url: string
      readonly pids: readonly number[]
      readonly nginx?: RunningNginx
      /** Why there is none in front of it, where one is installed: its own words. */
      readonly nginxFailure?: string
    }
  | { readonly type: 'failed'; readonly reason: string }
