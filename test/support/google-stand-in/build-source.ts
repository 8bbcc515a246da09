import { unzipSync } from 'fflate'
import type { CloudState, Json } from './cloud-state.ts'

/** What a build made. */
interface Built {
  readonly files: Record<string, Uint8Array>
  /** The source file of a function in Python. */
  readonly python?: string
}

/** Cloud Build, as far as it refuses sources. @throws Error with its words */
export function buildSource({ settings }: CloudState, zip: Uint8Array, buildConfig: Json): Built {
  if (settings.buildError) throw new Error(settings.buildError)
  if (!String(buildConfig.runtime).startsWith('python')) return { files: buildNode(zip) }
  const { GOOGLE_FUNCTION_SOURCE: python = 'main.py' } = (buildConfig.environmentVariables ?? {}) as Record<
    string,
    string
  >
  return { files: buildPython(zip, python), python }
}

/** What the Node buildpack insists on. */
function buildNode(zip: Uint8Array): Record<string, Uint8Array> {
  const files = unzipSync(zip)
  const manifest = files['package.json']
  if (!manifest) throw new Error('Build failed: no package.json at the root of the archive')
  const { main = 'index.js', dependencies = {} } = JSON.parse(Buffer.from(manifest).toString())
  if (!files[main]) throw new Error(`Build failed: ${main} does not exist; but is the main of package.json`)
  if (!dependencies['@google-cloud/functions-framework'])
    throw new Error('Build failed: no functions-framework')
  return files
}

/** What the Python buildpack insists on (GoogleCloudPlatform/buildpacks, cmd/python/functions_framework). */
function buildPython(zip: Uint8Array, source: string): Record<string, Uint8Array> {
  const files = unzipSync(zip)
  if (!files[source])
    throw new Error(`Build failed: GOOGLE_FUNCTION_SOURCE specified file "${source}" but it does not exist`)
  const named = ['requirements.txt', 'pyproject.toml'].map((name) =>
    Buffer.from(files[name] ?? []).toString(),
  )
  if (!named.some((text) => text.includes('functions-framework')))
    throw new Error('Build failed: functions-framework is not in your dependencies')
  return files
}
