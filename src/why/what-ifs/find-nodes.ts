import { execFile } from 'node:child_process'
import { readdir, realpath } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { ColdstartError } from '../../core/errors.ts'
import type { NodeBinary } from '../../workload/workload-description.ts'

/** Where Nodes are looked for. */
export interface NodePlaces {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly platform: string
}

const LONGEST_MS = 5000

/**
 * Nodes that are installed on this machine: those of PATH (`node`, `node22`, `nodejs-24`) and of the version managers
 * nvm, fnm, volta, n, asdf, mise, nodenv and Homebrew. Nothing is downloaded.
 * @returns the newest of each major version, the newest first
 */
export async function findNodes(places: NodePlaces): Promise<NodeBinary[]> {
  const named = [...(await onPath(places)), ...(await inManagers(places))]
  const paths = new Set<string>()
  for (const path of named) paths.add(await realpath(path).catch(() => path))
  const asked = await Promise.all([...paths].map(askVersion))
  const found = asked.filter((one) => one !== undefined).sort((a, b) => compareVersions(b.version, a.version))
  return found.filter(
    ({ version }, index) => found.findIndex((one) => majorOf(one.version) === majorOf(version)) === index,
  )
}

/**
 * The Node in a file.
 * @throws ColdstartError `bad-arguments` for what is none
 */
export async function readNode(path: string): Promise<NodeBinary> {
  const found = await askVersion(path)
  if (found) return found
  throw new ColdstartError('bad-arguments', {
    reason: `${path} is not a Node that runs here: it does not answer --version.`,
    command: 'why',
    suggestion: '--node ~/.nvm/versions/node/v24.1.0/bin/node',
  })
}

/** Of `v22.1.0` and `22.1.0`. */
export function majorOf(version: string): number {
  return Number(version.replace('v', '').split('.', 1)[0])
}

/** As sorting wants it; by number, not by letter. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.replace('v', '').split('.').map(Number)) as [
    number[],
    number[],
  ]
  for (const [index, part] of a.entries()) if (part !== b[index]) return part - (b[index] ?? 0)
  return 0
}

async function askVersion(path: string): Promise<NodeBinary | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], {
      timeout: LONGEST_MS,
      windowsHide: true,
    })
    const version = /^v(\d+\.\d+\.\d+)\s*$/.exec(stdout)?.[1]
    return version === undefined ? undefined : { path, version }
  } catch {
    return undefined
  }
}

async function onPath({ env, platform }: NodePlaces): Promise<string[]> {
  const name = platform === 'win32' ? /^node\.exe$/i : /^node(?:js)?-?\d*$/
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter((folder) => folder !== '')
  const found = await Promise.all(folders.map((folder) => namesIn(folder)))
  return folders.flatMap((folder, at) =>
    (found[at] ?? []).filter((one) => name.test(one)).map((one) => join(folder, one)),
  )
}

/** A folder of versions, and where in one of them the executable is. */
type Shelf = readonly [folder: string, inside: string]

async function inManagers({ env, home, platform }: NodePlaces): Promise<string[]> {
  const isWindows = platform === 'win32'
  const bin = isWindows ? 'node.exe' : join('bin', 'node')
  const of = (variable: string, otherwise: string) => env[variable] || otherwise
  const data = of('XDG_DATA_HOME', join(home, '.local', 'share'))
  const [roaming, local] = [env.APPDATA ?? '', env.LOCALAPPDATA ?? '']
  const installed = join('installation', bin)
  const shelves: Shelf[] = isWindows
    ? [
        [of('NVM_HOME', join(roaming, 'nvm')), bin],
        [join(of('FNM_DIR', join(roaming, 'fnm')), 'node-versions'), installed],
        [join(of('VOLTA_HOME', join(local, 'Volta')), 'tools', 'image', 'node'), bin],
      ]
    : [
        [join(of('NVM_DIR', join(home, '.nvm')), 'versions', 'node'), bin],
        ...[
          env.FNM_DIR,
          join(data, 'fnm'),
          join(home, '.fnm'),
          join(home, 'Library', 'Application Support', 'fnm'),
        ].map((folder): Shelf => [join(folder ?? '', 'node-versions'), installed]),
        [join(of('VOLTA_HOME', join(home, '.volta')), 'tools', 'image', 'node'), bin],
        [join(of('N_PREFIX', '/usr/local'), 'n', 'versions', 'node'), bin],
        [join(of('ASDF_DATA_DIR', join(home, '.asdf')), 'installs', 'nodejs'), bin],
        [join(of('MISE_DATA_DIR', join(data, 'mise')), 'installs', 'node'), bin],
        [join(of('NODENV_ROOT', join(home, '.nodenv')), 'versions'), bin],
        ['/opt/homebrew/opt', bin],
        ['/usr/local/opt', bin],
      ]
  const found = await Promise.all(
    shelves.map(async ([folder, inside]) =>
      (await namesIn(folder))
        .filter((name) => /^(?:v?\d+(?:\.\d+)*|node(?:@\d+)?)$/.test(name))
        .map((name) => join(folder, name, inside)),
    ),
  )
  return found.flat()
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}
