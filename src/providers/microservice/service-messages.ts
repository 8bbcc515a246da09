/** An nginx in front of a service. */
export interface RunningNginx {
  /** `nginx 1.22.1` */
  readonly version: string
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
