import { readFile } from 'node:fs/promises'
import { basename, dirname, extname, sep } from 'node:path'
import type { Loader, Plugin } from 'esbuild'
import { posixRelative } from '../core/posix-path.ts'
import type { WithMetadata } from './decorator-metadata.ts'

const PLACES = /\b__dirname\b|\b__filename\b|\bimport\.meta\.(?:url|dirname|filename)\b/
const DECLARES = /\b(?:const|let|var)\s+(?:__dirname|__filename)\b/

/** `@Controller()`, and what looks like one in a comment. */
const DECORATES = /@[A-Za-z_$]/

/**
 * Lets a module that becomes part of another know its own place all the same: `__dirname`, `__filename` and
 * `import.meta.url` stand for those of its source, so that what it reads beside itself is found.
 * @param folder where the outcome will lie, absolute
 * @param withMetadata reads modules with decorators, where their types are asked for
 */
export function keepPlaces(folder: string, withMetadata?: WithMetadata): Plugin {
  return {
    name: 'coldstart-own-places',
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: 'file' }, async ({ path }) => {
        if (path.split(sep).includes('node_modules')) return undefined
        const source = await readFile(path, 'utf8')
        const isMoved = dirname(path) !== folder && PLACES.test(source)
        const text = isMoved ? placed(source, posixRelative(folder, path)) : source
        if (withMetadata && /tsx?$/.test(path) && DECORATES.test(text))
          return { contents: withMetadata(text, path), loader: path.endsWith('x') ? 'jsx' : 'js' }
        return isMoved ? { contents: text, loader: loaderOf(path) } : undefined
      })
    },
  }
}

/** On the same line, so that the source map stays true. */
function placed(text: string, path: string): string {
  const folder = path.slice(0, -basename(path).length) || '.'
  const at = (to: string) => `require("node:path").join(__dirname,${JSON.stringify(to)})`
  const url = `new URL(${JSON.stringify(`./${path}`)},import.meta.url)`
  const places: Readonly<Record<string, string>> = {
    'import.meta.url': `(${url}.href)`,
    'import.meta.dirname': `(process.getBuiltinModule("node:url").fileURLToPath(new URL(".",${url})).slice(0,-1))`,
    'import.meta.filename': `(process.getBuiltinModule("node:url").fileURLToPath(${url}))`,
    ...(!DECLARES.test(text) && { __dirname: `(${at(folder)})`, __filename: `(${at(path)})` }),
  }
  return text.replace(new RegExp(PLACES, 'g'), (name) => places[name] ?? name)
}

/** How esbuild reads a module, by its ending. */
export function loaderOf(path: string): Loader {
  const ending = extname(path)
  if (ending.endsWith('x')) return ending === '.tsx' ? 'tsx' : 'jsx'
  return ending.endsWith('ts') ? 'ts' : 'js'
}
