import { unzipSync } from 'fflate'
import { refuse } from '../stand-in.ts'

/** What a deploy says it will upload. */
export function checkAnnounced(files: Record<string, string>, functions: Record<string, string>): void {
  for (const [path, sha] of Object.entries(files)) {
    if (!path.startsWith('/')) refuse(`files: ${path} does not start with a slash`)
    if (!/^[0-9a-f]{40}$/.test(sha)) refuse(`files: ${path} has no SHA-1`)
  }
  for (const [name, sha] of Object.entries(functions)) {
    if (!/^[A-Za-z0-9_-]+$/.test(name)) refuse(`functions: bad name ${name}`)
    if (!/^[0-9a-f]{64}$/.test(sha)) refuse(`functions: ${name} has no SHA-256`)
  }
}

/** Lambda's handler is `<name>.handler` for v1 and the entry point's for v2, which streams. */
export function checkZip(name: string, zip: Buffer, mode: string | null): void {
  const files: string[] = []
  unzipSync(zip, { filter: (file) => files.push(file.name) === 0 })
  const v2 = files.includes('___netlify-entry-point.mjs')
  if (mode !== 'background' && v2 !== (mode === 'stream'))
    refuse(`invocation_mode ${mode} does not fit the package`)
  if (v2 && !files.includes('___netlify-bootstrap.mjs')) refuse('the bootstrap is missing')
  if (!v2 && !['js', 'mjs', 'cjs'].some((end) => files.includes(`${name}.${end}`)))
    refuse(`${name}.mjs is missing`)
}
