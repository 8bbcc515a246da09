import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The folder of coldstart's own package.json, which holds `src`, `dist` and `fixtures`. The build puts modules
 * together, so a module's own place says only in which of `src` and `dist` it is; no folder inside those two has
 * one of their names.
 * @param moduleUrl `import.meta.url` of any module of coldstart
 */
export function packageFolder(moduleUrl: string = import.meta.url): string {
  return fileURLToPath(moduleUrl).replace(/[/\\](?:src|dist)[/\\](?!.*[/\\](?:src|dist)[/\\]).*$/, '')
}

/**
 * The path of an entry file that runs as a process or a worker thread of its own, always the built one: Node cannot
 * run those in src/, where the caller is under vitest.
 * @param entry relative to dist: `engine/engine-process.js`
 */
export function builtEntry(entry: string): string {
  return join(packageFolder(), 'dist', entry)
}
