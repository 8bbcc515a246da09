import type { VercelProject } from './project.ts'
import type { VercelApi } from './vercel-api.ts'

const TARGETS = ['production', 'preview']

/**
 * Gives the project the variables of the user's function, encrypted; deployments that are made from then on have them.
 * https://vercel.com/docs/rest-api/projects/create-one-or-more-environment-variables
 */
export async function setVariables(
  variables: Readonly<Record<string, string>> | undefined,
  { id }: VercelProject,
  api: VercelApi,
): Promise<void> {
  const entries = Object.entries(variables ?? {})
  if (entries.length === 0) return
  await api.call({
    action: 'set environment variables',
    method: 'POST',
    path: `/v10/projects/${encodeURIComponent(id)}/env`,
    query: { upsert: 'true' },
    json: entries.map(([key, value]) => ({ key, value, type: 'encrypted', target: TARGETS })),
    secrets: entries.map(([, value]) => value),
  })
}
