import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProviderContext } from '../provider.ts'
import { gcloudFolder } from './find-credentials.ts'

/**
 * One property of gcloud's active configuration, as `gcloud config get <section>/<name>` gives it.
 * @returns undefined where there is no gcloud, or it says nothing of it
 * @see https://cloud.google.com/sdk/docs/configurations
 */
export async function readGcloudProperty(
  section: string,
  name: string,
  context: ProviderContext,
): Promise<string | undefined> {
  const folder = gcloudFolder(context)
  const active =
    context.env.CLOUDSDK_ACTIVE_CONFIG_NAME ?? (await readText(join(folder, 'active_config')))?.trim()
  const ini = await readText(join(folder, 'configurations', `config_${active || 'default'}`))
  const lines = ini?.split(/^\[/m).find((part) => part.startsWith(`${section}]`))
  return lines && new RegExp(`^${name}\\s*=\\s*(\\S+)`, 'm').exec(lines)?.[1]
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}
