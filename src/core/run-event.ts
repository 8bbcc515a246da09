import type { RunNote } from './run-file.ts'
import type { Sample } from './sample.ts'
import type { Target } from './target.ts'

/** What a run tells those who watch it. Rendered to stderr by cli/; nothing of it reaches stdout. */
export type RunEvent =
  | {
      readonly type: 'run-started'
      readonly run: string
      readonly targets: readonly Target[]
      readonly invocations: number
      readonly expectedMs?: number
      /** The idle period before each cold start of a URL where none was asked for: the usual one, ms. */
      readonly usualIdleMs?: number
      /** Invocations planned and already recorded, by target id; left out where they are not known beforehand. */
      readonly perTarget?: Readonly<Record<string, { readonly of: number; readonly done: number }>>
    }
  | {
      readonly type: 'idle-started'
      readonly target: string
      readonly idleMs: number
      readonly until: number
    }
  | { readonly type: 'invocation-started'; readonly target: string; readonly intended: 'cold' | 'warm' }
  | { readonly type: 'sample'; readonly sample: Sample; readonly done: number; readonly of: number }
  | { readonly type: 'note'; readonly note: RunNote }
  | { readonly type: 'step'; readonly target?: string; readonly message: string }
  | {
      readonly type: 'run-finished'
      readonly run: string
      readonly samples: number
      readonly status: 'finished' | 'interrupted'
    }

/** Hears what happens while a run goes on. */
export type OnRunEvent = (event: RunEvent) => void
