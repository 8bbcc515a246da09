import { randomBytes } from 'node:crypto'
import { pretendToRun } from '../function-runner.ts'
import { runningFunctions } from '../running-functions.ts'
import { checkBuildOutput, checkSource, type UploadedFile } from './checks.ts'
import type { Project, VercelCloud, VercelDeployment } from './cloud.ts'

export interface AskedDeployment {
  readonly project: Project
  readonly body: Record<string, unknown>
  /** All of them uploaded. */
  readonly files: readonly UploadedFile[]
  readonly prebuilt: boolean
}

/** The deployment that a call asks for. @throws Refusal when Vercel would not build or serve these files */
export function makeDeployment(
  { project, body, files, prebuilt }: AskedDeployment,
  { blobs, settings }: VercelCloud,
): VercelDeployment {
  const byPath = new Map(files.map(({ file, sha }) => [file, blobs.get(sha) as Buffer]))
  if (prebuilt) checkBuildOutput(byPath)
  else checkSource(byPath, body)
  const id = `dpl_${randomBytes(9).toString('hex')}`
  return {
    id,
    projectId: project.id,
    production: body.target === 'production',
    prebuilt,
    meta: (body.meta ?? {}) as Record<string, string>,
    files: byPath,
    links: files.filter(({ mode }) => mode === 0o120777).map(({ file }) => file),
    variables: { ...project.variables },
    url: `${project.name}-${id.slice(4, 13)}-ada.vercel.app`,
    running: runningFunctions(settings.run ?? pretendToRun(settings.clock)),
    states: [...(settings.states ?? ['QUEUED', 'BUILDING']), 'READY'],
    aliasAssigned: false,
  }
}
