import { type Zippable, zipSync } from 'fflate'
import { type DeployedPackage, makeDeployedPackage } from '../../workload/deployed-package.ts'
import { LOCKFILES } from '../../workload/lockfiles.ts'
import { hashFunction, type PackageFile } from '../../workload/package-files.ts'
import type { Workload } from '../../workload/workload.ts'
import { loadUser, PROOF_MODULE, proofModule, readEntry } from '../entry-module.ts'
import { dependenciesOf, readManifest, textFile } from '../function-files.ts'
import type { PackageFacts } from '../provider.ts'
import { copyLinked, type LinkedPackages } from './linked-packages.ts'
import { unlistedPackages } from './unlisted-packages.ts'

/** What is uploaded of a function. */
export interface FunctionPackage {
  readonly zip: Uint8Array
  readonly sha256: string
  readonly facts: PackageFacts
  /** What Google's build is told beside it. */
  readonly buildVariables?: Readonly<Record<string, string>>
}

const FRAMEWORK = '@google-cloud/functions-framework'
const ENTRY = '___coldstart_entry.mjs'
/** By which Google's build installs. */
const LOCKS = LOCKFILES.filter(([, manager]) => manager !== 'bun').map(([file]) => file as string)

/** A fixed time makes the same files the same bytes. DOS time has no zone, so local parts are meant. */
const ZIP_EPOCH = new Date(1980, 0, 1)
const PLAIN_FILE = 0o644

/**
 * The source zip for Google. Its Node buildpack wants package.json with `main` at the root and installs what it
 * names, so dependencies are left out; a package.json that names the function as its main is taken as it is. Packages
 * of a workspace, which no registry has, are copied into it.
 * @param proves a module of ours names the instance in each reply
 */
export async function makePackage(workload: Workload, proves = false): Promise<FunctionPackage> {
  const manifest = await readManifest(workload)
  const traced = await makeDeployedPackage(workload)
  const linked = copyLinked(traced)
  const code = await workload.files()
  const main = proves ? ENTRY : workload.entry
  const isAsItIs = isMain(manifest?.main, main) && linked.files.length === 0
  const described = describe(manifest, main, linked, code)
  const files =
    manifest && isAsItIs
      ? code
      : [
          described.file,
          ...code.filter(({ path }) => path !== 'package.json' && !described.dropped.includes(path)),
        ]
  const all = [...files, ...linked.files, ...(proves ? await entryFiles(workload, traced) : [])]
  const unlisted = await unlistedPackages(
    workload,
    code,
    manifest && isAsItIs ? manifest : described.manifest,
  )
  const leftOut = [...traced.leftOut.filter((words) => !/node_modules/.test(words)), ...described.dropped]
  return zipFunction(all, {
    entry: main,
    called: workload.entry,
    unlisted,
    leftOut: [
      ...leftOut,
      ...(hasAny(manifest) ? ['node_modules, which Google installs by package.json'] : []),
    ],
  })
}

/**
 * The zip of a package and what is told of it.
 * @param about what Google calls, the user's own file of it, what was there and is no part of it, and what it imports
 * that Google does not install
 */
export function zipFunction(
  files: readonly PackageFile[],
  about: Pick<PackageFacts, 'entry' | 'leftOut' | 'unlisted'> & { readonly called: string },
): FunctionPackage {
  const { entry, called, leftOut, unlisted = [] } = about
  const sha256 = hashFunction(files, called)
  return {
    zip: zipSync(toEntries(files), { level: 9 }),
    sha256,
    facts: {
      entry,
      files: files.length,
      bytes: files.reduce((sum, { bytes }) => sum + bytes.length, 0),
      sha256,
      leftOut: [...leftOut],
      missing: [],
      ...(unlisted.length > 0 && { unlisted }),
    },
  }
}

type Manifest = Readonly<Record<string, unknown>> | undefined

function hasAny(manifest: Manifest): boolean {
  return Object.keys(dependenciesOf(manifest)).length > 0
}

function isMain(main: unknown, entry: string): boolean {
  return (typeof main === 'string' ? main.replace(/^\.\//, '') : 'index.js') === entry
}

/** The manifest that Google gets, and the locks that do not fit it any more: `npm ci` would refuse them. */
function describe(own: Manifest, main: string, linked: LinkedPackages, code: readonly PackageFile[]) {
  const locks = LOCKS.filter((name) => code.some(({ path }) => path === name))
  // The framework is named outright: a buildpack that has to add it by itself warns about it.
  const framework = locks.length > 0 ? {} : { [FRAMEWORK]: '^5.0.0' }
  const dependencies = { ...framework, ...dependenciesOf(own), ...linked.dependencies }
  const { devDependencies, workspaces: _, ...rest } = own ?? { name: 'coldstart-hello' }
  const isPlain = !/"(?:workspace|link|portal|catalog):/.test(JSON.stringify(devDependencies ?? {}))
  const manifest = { ...rest, main, dependencies, ...(isPlain && devDependencies ? { devDependencies } : {}) }
  return {
    manifest,
    file: textFile('package.json', `${JSON.stringify(manifest, null, 2)}\n`),
    dropped: linked.files.length > 0 ? locks : [],
  }
}

/** The framework looks for the function by its name, among what the main module exports and what was registered. */
async function entryFiles(
  { entry, exportName }: Workload,
  traced: DeployedPackage,
): Promise<readonly PackageFile[]> {
  const [name = ''] = exportName.split('.')
  const quoted = JSON.stringify(name)
  const lines = [
    `import { loaded, proveServers } from './${PROOF_MODULE}'`,
    ...loadUser(`./${entry}`, await readEntry(traced)),
    `const found = user[${quoted}] ?? user.default?.[${quoted}]`,
    `export { found as ${quoted} }`,
    'proveServers()',
    'loaded()',
  ]
  return [textFile(ENTRY, `${lines.join('\n')}\n`), await proofModule('http')]
}

function toEntries(files: readonly PackageFile[]): Zippable {
  return Object.fromEntries(
    files.map(({ path, bytes, mode = PLAIN_FILE }) => [
      path,
      [bytes, { mtime: ZIP_EPOCH, os: 3, attrs: mode * 2 ** 16 }],
    ]),
  )
}
