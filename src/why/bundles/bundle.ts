import type { ModulePlace } from '../place-module.ts'
import type { TextRun } from './text-runs.ts'

/** A module that a bundle was made of. */
export interface BundledModule extends ModulePlace {
  /** Of the bundle's text. */
  readonly bytes: number
  /** Its source, where the map has it. */
  readonly content?: string
}

/** A generated file of the function's own with the modules that it was made of. */
export interface Bundle {
  /** What the file is called as a module of a trace: `./dist/handler.mjs`. */
  readonly name: string
  /** Relative to the package, with forward slashes. */
  readonly path: string
  readonly text: string
  /** Its source map, and the folder that the map's sources are meant from. */
  readonly map: { readonly json: string; readonly folder: string }
  readonly modules: readonly BundledModule[]
  /** Of the text; `source` is an index of `modules`. */
  readonly runs: readonly TextRun[]
  /** Of the text, what is no module's. */
  readonly otherBytes: number
}

/** How often each module of a bundle was found at work: samples of a profile, of all profiled starts together. */
export interface ProfiledBundle {
  /** By index of the bundle's modules. */
  readonly samples: ReadonlyMap<number, number>
  /** Of no module: the bundler's own code, and what could not be placed. */
  readonly others: number
  readonly starts: number
}
