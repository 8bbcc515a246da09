import type { FunctionRequest } from '../../../src/workload/workload-description.ts'

/** What a function must give: its value or its error, or what the command says in place of running it. */
export interface Expected {
  /** The whole body of its reply: the JSON value, else the text. */
  readonly value?: unknown
  /** Part of that value. */
  readonly part?: object
  /** Of its text, where that is too long to be written down. */
  readonly length?: number
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** In the message of every sample's error. */
  readonly error?: string
  /** In what the command says when it ends with exit code 2 and runs nothing. */
  readonly refused?: string
}

/** One kind of function that people write, measured with `bench`. */
export interface Kind {
  readonly name: string
  readonly contract: 'lambda' | 'vercel' | 'netlify' | 'google' | 'cloudflare'
  /** The file that is named on the command line. */
  readonly entry: string
  /** For --export. */
  readonly exported?: string
  /** Where the expectation comes from. */
  readonly from: string
  readonly files: Readonly<Record<string, string>>
  readonly links?: Readonly<Record<string, string>>
  readonly request?: FunctionRequest
  readonly env?: Readonly<Record<string, string>>
  readonly functionTimeout?: string
  /** More words for the command. */
  readonly words?: readonly string[]
  /** True where the contract has to be found, without --provider. */
  readonly found?: boolean
  /** Which folder of test/oracles has the packages that it imports. */
  readonly packages?: 'own-functions' | 'functions-framework' | 'zisi' | 'workerd'
  /** It gives its own name, which is another one in a run with others. */
  readonly isAlone?: true
  /** It is deployed too, in the long suite. */
  readonly deployed?: true
  readonly expect: Expected
  /** Where it gives something else deployed: that, or in words why it cannot be deployed there. */
  readonly elsewhere?: Expected | string
  /** Where Node 24 gives another answer. */
  readonly node24?: Expected
}

/** A row of a table: its name, its files (the first is the entry) or the text of the only one, and what it must give. */
type MakeKind = (name: string, files: Kind['files'] | string, expect: Expected, more?: Partial<Kind>) => Kind

/**
 * @param shared what the rows of one table have in common
 * @param single where a function lies that is given as text alone, and what lies beside it
 */
export function kindsOf(
  shared: Pick<Kind, 'contract' | 'from'> & Partial<Kind>,
  single: { readonly entry: string; readonly beside?: Kind['files'] } = { entry: '' },
): MakeKind {
  return (name, files, expect, more = {}) => ({
    ...shared,
    name,
    ...(typeof files === 'string'
      ? { entry: single.entry, files: { [single.entry]: files, ...single.beside } }
      : { entry: Object.keys(files)[0] ?? '', files }),
    expect,
    ...more,
  })
}
