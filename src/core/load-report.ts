import type { Interval } from './summary.ts'

/** Exclusive times of one module, ms: what it imports is not in them. */
export interface LoadPhases {
  readonly resolveMs: number
  readonly readMs: number
  readonly compileMs: number
  readonly evaluateMs: number
}

/** Where an import stands. */
export interface ImportPlace {
  /** Relative to the function's package, or to its own package with that one's name before it. */
  readonly file: string
  /** Left out where the specifier does not stand in the source as it is: `require(name)`. */
  readonly line?: number
}

/** One module that is loaded, under the module that asked for it first. */
export interface LoadedModule {
  /** `./src/store.mjs` of the function's own, `lodash/lodash.js` of a package, `node:http`. */
  readonly name: string
  readonly package: string
  readonly format?: string
  /** Of its source. */
  readonly bytes?: number
  /** Index of the module that imported it first. */
  readonly parent?: number
  readonly importedBy?: ImportPlace
  /** Scaled to the load that was measured without tracing. */
  readonly phases: LoadPhases
  readonly selfMs: number
  /** With all that it was the first to import. */
  readonly totalMs: number
  /** It has a top-level await: what it waits for is in its evaluation. */
  readonly awaits?: true
  /** The generated file that it is in, relative to the package, where a source map says so. */
  readonly bundle?: string
}

/** All that is loaded of one package in one place, or of the launcher; one own module. */
export interface LoadRow {
  readonly name: string
  readonly kind: 'package' | 'own' | 'builtin' | 'launcher' | 'loader'
  readonly version?: string
  /** Where it is installed, where another of the name is loaded too. */
  readonly folder?: string
  readonly importedBy?: ImportPlace
  readonly selfMs: number
  readonly totalMs: number
  readonly files: number
  readonly bytes: number
  readonly phases: LoadPhases
  /** The generated file that all of it is in, where a source map says so. */
  readonly bundle?: string
}

/** A generated file that is shown as the modules that it was made of. */
export interface BundleReport {
  /** Relative to the function's package. */
  readonly file: string
  readonly modules: number
  readonly bytes: number
  /** What is no module's: the bundler's own code, and what could not be placed. */
  readonly restMs: number
  /** What evaluating is divided by: where a profile was at work, or bytes. Reading and compiling always is by bytes. */
  readonly evaluation: 'position' | 'size'
  readonly profiledStarts?: number
  /** Of the profile's time in the file, what is of a known module. */
  readonly placedShare?: number
  /** Why it is by size. */
  readonly reason?: string
}

/** Several copies of one package that are all loaded. */
export interface DuplicatePackage {
  readonly name: string
  readonly copies: readonly { readonly version?: string; readonly folder: string; readonly selfMs: number }[]
}

/** A name that was looked up, or a connection that was opened. */
export interface Connection {
  readonly kind: 'dns' | 'socket'
  readonly name: string
  /** Until there was an answer, or it was connected; with TLS, until that was agreed upon. */
  readonly ms: number
  /** The error's code, or `failed`. */
  readonly failed?: string
}

/** What passes in an invocation beside the handler's own code. */
export interface CallReport {
  readonly handlerMs: number
  /** Of the first call, with what ended between the load and it. */
  readonly loaded: readonly {
    readonly name: string
    readonly ms: number
    readonly importedBy?: ImportPlace
  }[]
  readonly connections: readonly Connection[]
}

/** Where the load of a function goes: shares of traced runs, in milliseconds of the load without tracing. */
export interface LoadReport {
  readonly modules: readonly LoadedModule[]
  readonly rows: readonly LoadRow[]
  readonly duplicates: readonly DuplicatePackage[]
  /** Measured without tracing; the rows' own times sum to it. */
  readonly loadMs: number
  /** Of it, what the launcher loads of the function in the first call; left out where there is none. */
  readonly inFirstCallMs?: number
  /** What is no module's: Node's loader between two of them, linking. */
  readonly loaderMs: number
  readonly traced: {
    readonly runs: number
    /** Load with tracing ÷ load without, paired by round. */
    readonly distortion?: number
    readonly distortionInterval?: Interval
    /** `evaluation`: this Node tells nothing else of ES modules. */
    readonly esModules: 'all' | 'evaluation'
    /**
     * How bodies are shown: by the clock, or without what they waited for a processor. Left out where the two are alike,
     * and in reports of earlier versions.
     */
    readonly bodies?: 'clock' | 'processor'
    /** Left out for JavaScript. */
    readonly language?: 'python'
  }
  /** Left out where no generated file has a source map of several modules. */
  readonly bundles?: readonly BundleReport[]
  /** Own files whose source map is there and cannot be read. */
  readonly unreadableMaps?: readonly { readonly path: string; readonly reason: string }[]
  /** Made while the modules are loaded; left out where there are none. */
  readonly connections?: readonly Connection[]
  /** Worker threads that were started meanwhile. */
  readonly workers?: number
  readonly firstCall?: CallReport
  readonly secondCall?: CallReport
}
