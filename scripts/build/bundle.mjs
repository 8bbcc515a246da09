import { copyFileSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { rolldown } from 'rolldown'
import { minifySync } from 'rolldown/utils'
import { groups } from './chunks.mjs'
import { dist, filesBelow, root, source } from './paths.mjs'

const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
/** Of zod's entry two thirds are texts in sixty languages, a file each: what is used of it is bundled. */
const BUNDLED = ['zod']
const external = Object.keys(dependencies)
  .filter((name) => !BUNDLED.includes(name))
  .map((name) => new RegExp(`^${name}(?:/|$)`))

/** What Node itself has since 18: google-auth-library would bring a polyfill of 9 MB for it. */
const NODE_HAS = {
  'node-fetch': 'export default fetch\nexport const { Headers, Request, Response } = globalThis',
}

const builtIn = {
  name: 'built into Node',
  resolveId: (name) => (name in NODE_HAS ? `\0${name}` : undefined),
  load: (id) => NODE_HAS[id.slice(1)],
}

/** Functions and classes keep their names, which a stack shows and the SDKs read; what is inside them gets shorter ones. */
const NAMED = { keepNames: { function: true, class: true } }

/** Chunks with no code of ours, a third of the package before. */
const foreign = {
  name: 'code of others',
  renderChunk(code, { fileName, moduleIds }) {
    if (!moduleIds.every((id) => /[/\\]node_modules[/\\]/.test(id))) return undefined
    const { code: small, errors } = minifySync(fileName, code, {
      module: true,
      compress: NAMED,
      mangle: NAMED,
    })
    if (errors.length > 0) throw new Error(`${fileName}: ${errors[0].message}`)
    return { code: small, map: null }
  },
}

/** Names stay, so that a stack can be read; blanks were a quarter of the package. */
const WITHOUT_BLANKS = { compress: false, mangle: false, codegen: { removeWhitespace: true } }

/** Programs that start while somebody waits for them: one file each, with nothing in it that only the others need. */
const PROGRAMS = [
  'engine/engine-process.ts',
  'engine/watchdog-process.ts',
  'engine/cpu/duty-cycle-process.ts',
  'probe/probe-worker.ts',
]

/**
 * Bundles the library, the CLI and every program that runs as a process or thread of its own, with what is not an
 * ordinary dependency (the cloud SDKs) in chunks that are read when they are needed. What is put into a function's
 * folder, or is its runtime, is one file each.
 * @returns folders of the packages that went into it
 */
export async function bundle() {
  const entries = filesBelow(source).filter(isEntry)
  // One program for the browser, which `serve` puts into its page.
  const page = write(['serve/browser/main.ts'], { codeSplitting: false, minify: true }, 'browser')
  const runtimes = entries.filter((file) => file.startsWith('engine/runtime/'))
  const shared = entries.filter((file) => !runtimes.includes(file) && !PROGRAMS.includes(file))
  const packed = { minify: WITHOUT_BLANKS, postBanner: listPackages }
  const written = await Promise.all([
    page,
    write(shared, { codeSplitting: { groups }, ...packed }),
    ...PROGRAMS.map((file) => write([file], { codeSplitting: false, ...packed })),
    ...runtimes.map((file) => write([file], { codeSplitting: false, banner: namePackages })),
  ])
  const chunks = written.flat()
  for (const file of filesBelow(source).filter((one) => /\.(py|rb)$/.test(one)))
    copyFileSync(join(source, file), join(dist, file))
  removeStale(new Set(chunks.map(({ fileName }) => fileName)))
  return packagesOf(chunks)
}

/** What a program is bundled with, in its first line: whoever puts it into a package tells the user. */
function namePackages({ moduleIds }) {
  const named = packagesAt(moduleIds).map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return `${name} ${version}`
  })
  return named.length > 0 ? `// bundled with ${named.join(', ')}` : ''
}

/** Which packages a chunk holds, a line each: without blanks nothing else of it says so, and tests ask what is loaded. */
function listPackages({ moduleIds }) {
  return packagesAt(moduleIds)
    .map((folder) => `// ${relative(root, folder).replaceAll('\\', '/')}\n`)
    .join('')
}

function isEntry(file) {
  return (
    ['index.ts', 'stats/index.ts', 'cli/bin.ts'].includes(file) ||
    /-(?:process|worker)\.ts$/.test(file) ||
    /^engine\/runtime\/.*\.ts$/.test(file)
  )
}

/** Some lazy imports are in one chunk with what imports them, on purpose; the tracer of files evals `require.resolve`. */
function onLog(level, log, handler) {
  const isTracersEval = log.code === 'EVAL' && /@vercel[\\/]nft/.test(log.loc?.file ?? log.message)
  if (log.code !== 'INEFFECTIVE_DYNAMIC_IMPORT' && !isTracersEval) handler(level, log)
}

async function write(files, output, platform = 'node') {
  const input = Object.fromEntries(files.map((file) => [file.replace(/\.ts$/, ''), join(source, file)]))
  const build = await rolldown({ input, cwd: root, platform, external, plugins: [builtIn, foreign], onLog })
  const { output: chunks } = await build.write({
    dir: dist,
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    comments: { legal: false, annotation: true, jsdoc: false },
    ...output,
  })
  await build.close()
  return chunks
}

/** Code of an earlier build. It goes last: a process that was started from it may still read a chunk. */
function removeStale(current) {
  for (const file of filesBelow(dist)) {
    if (file.endsWith('.js') && !file.startsWith('modules/') && !current.has(file)) rmSync(join(dist, file))
  }
}

function packagesOf(chunks) {
  return packagesAt(chunks.flatMap(({ modules = {} }) => Object.keys(modules)))
}

function packagesAt(paths) {
  const folders = paths.flatMap(
    (path) => /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(path) ?? [],
  )
  return [...new Set(folders)].sort()
}
