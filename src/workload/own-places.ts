import { readFile } from 'node:fs/promises'
import { basename, dirname, extname, relative, sep } from 'node:path'
import type { Loader, Plugin } from 'esbuild'

const PLACES = /\b__dirname\b|\b__filename\b|\bimport\.meta\.(?:url|dirname|filename)\b/
const DECLARES = /\b(?:const|let|var)\s+(?:__dirname|__filename)\b/

/**
 * Lets a module that becomes part of another know its own place all the same: `__dirname`, `__filename` and
 * `import.meta.url` stand for those of its source, so that what it reads beside itself is found.
 * @param folder where the outcome will lie, absolute
 */
export function keepPlaces(folder: string): Plugin {
  return {
    name: 'coldstart-own-places',
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: 'file' }, async ({ path }) => {
        if (dirname(path) === folder || path.split(sep).includes('node_modules')) return undefined
        const text = await readFile(path, 'utf8')
        if (!PLACES.test(text)) return undefined
        return { contents: placed(text, relative(folder, path).split(sep).join('/')), loader: loaderOf(path) }
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

function loaderOf(path: string): Loader {
  const ending = extname(path)
  if (ending.endsWith('x')) return ending === '.tsx' ? 'tsx' : 'jsx'
  return ending.endsWith('ts') ? 'ts' : 'js'
}
