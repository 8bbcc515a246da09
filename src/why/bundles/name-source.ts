import { isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type ModulePlace, placeModule } from '../place-module.ts'

/** What bundlers call their own code in a source map: webpack's runtime and stubs, rollup's helpers. */
const BUNDLERS_OWN =
  /^(?:webpack\/|external |ignored|\(ignored\)|\(webpack\)\/(?:runtime|bootstrap))|\0|^$|rolldown\/runtime/

/**
 * Says which module a source of a map is.
 * @param source in the map's own words
 * @param folder that relative ones are meant from
 * @param root the function's package
 * @returns undefined for what is the bundler's own
 */
export function nameSource(source: string, folder: string, root: string): ModulePlace | undefined {
  const [plain = ''] = source.split('?')
  const inWebpack = /^webpack(?:-internal)?:\/\/[^/]*\/(.*)$/s.exec(plain)?.[1]
  const words = inWebpack ?? plain
  if (BUNDLERS_OWN.test(words)) return undefined
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(words)?.[1]
  if (scheme !== undefined && scheme !== 'file' && !isAbsolute(words))
    return { name: words.slice(0, 60), kind: 'own' }
  return placeModule(pathToFileURL(pathOf(words, inWebpack === undefined ? folder : root)).href, {
    taskRoot: root,
    root,
    runtime: join(root, '.coldstart', 'no-runtime'),
  })
}

function pathOf(words: string, folder: string): string {
  return words.startsWith('file:') ? fileURLToPath(words) : resolve(folder, words)
}
