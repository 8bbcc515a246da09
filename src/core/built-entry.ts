import { fileURLToPath } from 'node:url'

/**
 * The path of a built entry file that runs as a process or a worker thread of its own. Under vitest the
 * caller is a `.ts` file in src/, and children cannot run that: the same file in dist/ is named instead.
 * @param importMetaUrl `import.meta.url` of the caller
 * @param entry relative to the caller, with the built extension: `./engine-process.js`
 */
export function builtEntry(importMetaUrl: string, entry: string): string {
  const path = fileURLToPath(new URL(entry, importMetaUrl))
  const inSource = /[/\\]src[/\\](?!.*[/\\]src[/\\])/
  return importMetaUrl.endsWith('.ts')
    ? path.replace(inSource, (found) => found.replace('src', 'dist'))
    : path
}
