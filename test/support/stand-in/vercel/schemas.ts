import { existsSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { isDeepStrictEqual } from 'node:util'

/** Each says what is wrong with a request body by Vercel's published schemas, or undefined. */
export interface VercelSchemas {
  createProject(body: unknown): string | undefined
  createDeployment(body: unknown): string | undefined
  protectionBypass(body: unknown): string | undefined
}

const sdk = fileURLToPath(
  new URL('../../../oracles/vercel/node_modules/@vercel/sdk/esm/models/', import.meta.url),
)

/** How to install what the validating tests need, for the titles of skipped tests. */
export const INSTALL_VERCEL_SDK = 'npm ci --prefix test/oracles/vercel'
export const hasVercelSdk = existsSync(sdk)

interface Schema {
  safeParse(value: unknown): { success: true; data: unknown } | { success: false; error: Error }
}

/**
 * The schemas by which @vercel/sdk (60 MB) checks what it sends, generated from Vercel's OpenAPI document.
 * They drop fields they do not know: a body that comes out changed had one.
 */
export async function loadVercelSchemas(): Promise<VercelSchemas> {
  const load = async (file: string, name: string) => {
    const models = await import(pathToFileURL(`${sdk}${file}.js`).href)
    const schema: Schema = models[`${name}$outboundSchema`]
    return (body: unknown) => faultOf(schema, body)
  }
  return {
    createProject: await load('createprojectcontenthint2', 'CreateProjectRequestBody'),
    createDeployment: await load('responsebodyimages', 'CreateDeploymentRequestBody'),
    protectionBypass: await load(
      'updateprojectprotectionbypassop',
      'UpdateProjectProtectionBypassRequestBody',
    ),
  }
}

function faultOf(schema: Schema, body: unknown): string | undefined {
  const parsed = schema.safeParse(body)
  if (!parsed.success) return parsed.error.message
  const known = JSON.parse(JSON.stringify(parsed.data))
  return isDeepStrictEqual(known, body)
    ? undefined
    : `fields that Vercel does not have: ${JSON.stringify(body)}`
}
