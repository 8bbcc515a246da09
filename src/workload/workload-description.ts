import type { ExpectedReply, HttpMethod } from '../core/probe-request.ts'
import type { Contract, ContractForm } from './contract.ts'

/** What a function is asked with, beyond the nonce and the name that every sample carries. */
export interface FunctionRequest {
  /** The event of a Lambda invocation, any JSON value; `{{nonce}}` in a text of it stands for the nonce. */
  readonly event?: unknown
  /** The HTTP request of the other contracts; `GET` of the function's own path unless said otherwise. */
  readonly method?: HttpMethod
  /** Path and query, as the function shall see them: `/api/users/7?x=1`. */
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly expect?: ExpectedReply
  /** What its answer may quote and nothing may show: the values of its variables. */
  readonly secrets?: readonly string[]
}

/** A file of a package that is in no folder of the user's. */
export interface GeneratedFile {
  /** Relative to the root, with forward slashes. */
  readonly path: string
  readonly text: string
  /** How its bytes are written in `text`, where they are no text. */
  readonly encoding?: 'base64'
}

/** A Node that is on this machine. */
export interface NodeBinary {
  /** Absolute path of the executable. */
  readonly path: string
  /** `22.23.3` */
  readonly version: string
}

/** Where a platform finds a function, beyond its name. */
export interface FunctionRoutes {
  /** Vercel's and Netlify's patterns for the function: `/api/users/[id]`, `/hello/:name`. */
  readonly paths?: readonly string[]
  /** Netlify's patterns of paths that are not the function's after all, and the methods that reach it. */
  readonly excluded?: readonly string[]
  readonly methods?: readonly string[]
  /** vercel.json's rewrites, in order. */
  readonly rewrites?: readonly RouteRule[]
  /** vercel.json's `routes`, whose sources are regular expressions. */
  readonly oldRoutes?: readonly RouteRule[]
}

/** Brings one path to another. */
export interface RouteRule {
  readonly source: string
  readonly destination: string
  /** Those that it is for; all unless given. */
  readonly methods?: readonly string[]
  /** What a request must have, and must not. */
  readonly has?: readonly RouteCondition[]
  readonly missing?: readonly RouteCondition[]
}

/** https://vercel.com/docs/project-configuration#rewrites: `value` is a regular expression, or nothing but presence counts. */
export interface RouteCondition {
  readonly type: string
  readonly key?: string
  readonly value?: unknown
}

/** A value that a wrangler file gives a Worker: a text, or anything that JSON has. */
export type WorkerVariable = string | number | boolean | object | null

/** What a Cloudflare Worker is run with, on the engine and deployed alike. */
export interface WorkerSettings {
  /** `2026-03-01`: which behaviour of the runtime it gets. */
  readonly compatibilityDate: string
  readonly compatibilityFlags: readonly string[]
  /** Of its wrangler file; the user's own of the same name take their place. */
  readonly variables: Readonly<Record<string, WorkerVariable>>
  /** Names of the files that give it more on the engine alone: `.dev.vars`. */
  readonly localFiles?: readonly string[]
  /** Keys of its wrangler file that are not followed, on the engine or deployed: `placement`. */
  readonly aside?: readonly string[]
  /** The account of Cloudflare's that its wrangler file names. */
  readonly account?: string
}

/** What runs a function other than Node; `provided`: nothing but the system, as with Lambda's OS-only runtimes. */
export type Language = 'python' | 'ruby' | 'java' | 'provided'

/** The function under test as plain data: what can be sent to another process or stored. */
export interface WorkloadDescription {
  /** Letters, digits, `-` and `_`: the last part of its URL, and Lambda's function name. */
  readonly name: string
  readonly contract: Contract
  /** Left out where the contract has only one form. */
  readonly form?: ContractForm
  /** Left out for JavaScript, which Node runs. */
  readonly language?: Language
  /** Absolute path of its package's folder. */
  readonly root: string
  /** The module that is called, relative to the root, with forward slashes: `api/hello.mjs`. */
  readonly entry: string
  /** What the module exports: Lambda's handler, Google's entry point. */
  readonly exportName: string
  /** The files that make the package, relative to the root; everything that is not left out if this is. */
  readonly include?: readonly string[]
  /** What belongs to its package beside the files of its folder: transpiled modules, an adapter. */
  readonly generated?: readonly GeneratedFile[]
  /** Files and folders that the run itself writes, absolute: wherever they lie, they are no part of it. */
  readonly written?: readonly string[]
  /** What the user named, where that is a link to the entry: its place says what platforms find it by. */
  readonly named?: string
  /** The user's own module, where the one that is called stands before it. */
  readonly adapted?: string
  /** The library that lets a standard fetch handler run under the contract, with its version. */
  readonly adapter?: string
  readonly routes?: FunctionRoutes
  /** What makes a Netlify function run: a request, unless said otherwise. */
  readonly trigger?: 'background' | 'scheduled'
  /** Of a Cloudflare Worker alone. */
  readonly worker?: WorkerSettings
  /** Incompressible bytes beside the code, as a deployment of that size would carry; the same ones every time. */
  readonly paddingKb?: number
  /** What runs it on the local engine, in place of the Node that runs the engine. */
  readonly node?: NodeBinary
  /** The user's own environment variables. */
  readonly variables: Readonly<Record<string, string>>
  readonly request: FunctionRequest
}
