import type { TargetAddress } from '../../config/target-address.ts'

/** Where the jobs run: GitHub Actions, GitLab CI, or anything that runs a shell script. */
export const ciKinds = ['github', 'gitlab', 'shell'] as const
/** One of the CIs that `init` writes jobs for. */
export type CiKind = (typeof ciKinds)[number]

/** Where recorded runs are kept between jobs. */
export const historyPlaces = ['branch', 'artifact', 'folder'] as const
/** One of the places for recorded runs. */
export type HistoryPlace = (typeof historyPlaces)[number]

/** The branch that recorded runs are pushed to, where that is where they live. */
export const HISTORY_BRANCH = 'coldstart-results'

/** Everything that `coldstart init` makes files of. */
export interface InitAnswers {
  /** As `coldstart bench` takes them: `./api/hello.js`, `hello=./api/hello.js`; init writes them into a configuration. */
  readonly functions: readonly string[]
  /** A configuration of the user's that names the functions, in their place. */
  readonly config?: string
  /** Functions that run already, for scheduled runs with one cold start each. */
  readonly targets: readonly TargetAddress[]
  readonly ci: CiKind
  readonly history: HistoryPlace
  /** Command that makes head and base ready to run. */
  readonly setup?: string
  /** Installs the dependencies of head, where a lockfile says how and no `setup` does. */
  readonly install?: string
  /** By which a cold start may become slower: `10%`. */
  readonly limit: string
}

/** Whether there are functions for a gate and a daily recording. */
export function hasFunctions({ functions, config }: InitAnswers): boolean {
  return functions.length > 0 || config !== undefined
}

/** What the files are made for. */
export interface Project {
  /** From the top of the repository to the folder that init runs in, with forward slashes; '' for the top itself. */
  readonly folder: string
  /** Of coldstart, which the jobs are pinned to. */
  readonly version: string
  /** A file of the top folder that says which Node; left out where there is none. */
  readonly nodeVersionFile?: string
}

/** A file as init would write it. */
export interface PlannedFile {
  /** Relative to the top of the repository, with forward slashes. */
  readonly path: string
  readonly text: string
  /** A script that can be run. */
  readonly isExecutable?: true
}

/** The first line of what init writes, as a comment of YAML and shells. */
export function headLine({ version }: Project): string {
  return `# Written by coldstart init ${version}; yours to change.`
}

/** How the jobs call coldstart. */
export function callOf({ version }: Project): string {
  return `npx --yes coldstart@${version}`
}

/** A text as a scalar of YAML, of which JSON's strings are a part. */
export function yamlText(text: string): string {
  return /^[\w./@-][\w./@ -]*$/.test(text) &&
    !/^(?:\d|true$|false$|yes$|no$|on$|off$|null$|-)/i.test(text) &&
    !/ $/.test(text)
    ? text
    : JSON.stringify(text)
}
