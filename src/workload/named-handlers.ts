import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { foldersAbove } from '../core/folders-above.ts'
import { LAMBDA_FILES } from './lambda-files.ts'

const HANDLER = /^\s*(?:-\s*)?["']?handler["']?\s*:\s*["']?([\w./@-]+)\.(\w+)["']?/gim

/**
 * The exports of a file that the nearest serverless.yml or template.yaml above it names as handlers
 * (`src/orders.create`). Read as text: of a folder that the description puts before its handlers, only the end of the
 * path has to be the same.
 * @param file absolute path
 */
export async function namedHandlers(file: string): Promise<readonly string[]> {
  const stem = file.replace(/\.[^./]+$/, '')
  for (const folder of foldersAbove(dirname(file))) {
    const texts = await Promise.all(
      LAMBDA_FILES.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')),
    )
    const named = texts
      .flatMap((text) => [...text.matchAll(HANDLER)])
      .flatMap(([, path = '', name = '']) =>
        `${stem}`.endsWith(`/${path.replace(/^\.\//, '')}`) ? [name] : [],
      )
    if (texts.some((text) => text !== '')) return named
  }
  return []
}
