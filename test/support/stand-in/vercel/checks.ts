import { refuse } from '../stand-in.ts'

export interface UploadedFile {
  readonly file: string
  readonly sha: string
  readonly size: number
  /** As Unix writes it. */
  readonly mode?: number
}

/** Fields that the schema does not have are as wrong as fields that it wants. */
export function checkSchema(check: ((body: unknown) => string | undefined) | undefined, body: unknown): void {
  const fault = check?.(body)
  if (fault) refuse(fault)
}

export function checkFiles(value: unknown): readonly UploadedFile[] {
  if (!Array.isArray(value) || value.length === 0) return refuse('files is required')
  for (const { file, sha, size, data } of value as Record<string, unknown>[]) {
    if (typeof file !== 'string' || file.startsWith('/')) refuse('files[].file is not a relative path')
    if (data !== undefined) refuse('a file has data and sha')
    if (typeof sha !== 'string' || !/^[0-9a-f]{40}$/.test(sha))
      refuse(`files[].sha of ${file} is not a SHA-1`)
    if (!Number.isInteger(size)) refuse(`files[].size of ${file} is missing`)
  }
  const names = value.map(({ file }) => file)
  if (new Set(names).size !== names.length) refuse('conflicting_file_path: a file is listed twice')
  return value as UploadedFile[]
}

/** https://vercel.com/docs/build-output-api/v3 */
export function checkBuildOutput(files: ReadonlyMap<string, Buffer>): void {
  const root = '.vercel/output/'
  for (const path of files.keys()) if (!path.startsWith(root)) refuse(`${path} is outside ${root}`)
  const config = JSON.parse(files.get(`${root}config.json`)?.toString() ?? refuse('config.json is missing'))
  if (config.version !== 3) refuse('config.json: version is not 3')
  checkCrons(config.crons)
  const configs = [...files].filter(([path]) => path.endsWith('.func/.vc-config.json'))
  if (configs.length === 0 || configs.length > 12) refuse(`${configs.length} functions, 1 to 12 are allowed`)
  for (const [path, bytes] of configs) {
    const settings = JSON.parse(bytes.toString())
    const folder = path.slice(0, -'.vc-config.json'.length)
    if (!files.has(folder + settings.handler)) refuse(`${path}: its handler ${settings.handler} is missing`)
    if (!/^nodejs(22|24)\.x$/.test(settings.runtime)) refuse(`${path}: unknown runtime ${settings.runtime}`)
    if (settings.launcherType !== 'Nodejs') refuse(`${path}: launcherType is not Nodejs`)
    if (settings.memory !== undefined) refuse(`${path}: memory cannot be set under Fluid compute`)
  }
}

export function checkSource(files: ReadonlyMap<string, Buffer>, body: Record<string, unknown>): void {
  if (!body.projectSettings) refuse('projectSettings is required for the first deployment of a project')
  const config = JSON.parse(files.get('vercel.json')?.toString() ?? '{}')
  for (const path of Object.keys(config.functions ?? {}))
    if (!files.has(path)) refuse(`vercel.json: the pattern ${path} matches no function`)
  checkCrons(config.crons)
}

function checkCrons(crons: unknown): void {
  for (const { path, schedule } of (crons ?? []) as Record<string, string>[]) {
    if (!path?.startsWith('/')) refuse('crons: path does not start with a slash')
    if (!schedule || schedule.length < 9 || schedule.length > 256) refuse('crons: schedule has a bad length')
  }
}
