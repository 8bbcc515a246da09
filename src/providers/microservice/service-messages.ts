/** What the service's process tells the one that started it. */
export type ServiceMessage =
  | {
      readonly type: 'listening'
      readonly url: string
      readonly pids: readonly number[]
      readonly nginx?: string
    }
  | { readonly type: 'failed'; readonly reason: string }
