import { checkVercel } from '../../../src/providers/vercel/check.ts'
import { createDeployment, waitForDeployment } from '../../../src/providers/vercel/deployment.ts'
import { createProject } from '../../../src/providers/vercel/project.ts'
import { openVercelApi } from '../../../src/providers/vercel/vercel-api.ts'
import { platform } from '../../support/scripted-replies.ts'
import { type Flow, spec } from './flow.ts'

export const vercelProject: Flow = async (name) => {
  const context = await platform(name)
  const taken: string[] = []
  const ledger = {
    ...context.ledger,
    removed: async (_: string, { name }: { name?: string }) => void taken.push(name ?? ''),
  }
  const made = await createProject(spec, 'd1', await openVercelApi(context), {
    ...context,
    ledger,
  } as typeof context)
  return { id: made.id, taken: new Set(taken).size }
}
export const vercelDeployment: Flow = async (name) => {
  const files = [{ path: 'index.mjs', bytes: Uint8Array.of(1) }]
  const project = { id: 'prj', name: 'coldstart-x' }
  const request = {
    project,
    files,
    prebuilt: true,
    environment: 'production',
    nodeVersion: '24.x',
    meta: {},
  } as const
  return createDeployment(request, await openVercelApi(await platform(name)))
}
export const vercelReady: Flow = async (name) => {
  const context = await platform(name)
  return waitForDeployment('dpl_1', 'production', await openVercelApi(context), context)
}
export const vercelDoctor: Flow = async (name) => checkVercel(await platform(name))
