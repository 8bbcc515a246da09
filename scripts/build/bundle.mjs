import { copyFileSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { rolldown } from 'rolldown'
import { groups } from './chunks.mjs'
import { dist, filesBelow, root, source } from './paths.mjs'

const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const external = Object.keys(dependencies).map((name) => new RegExp(`^${name}(?:/|$)`))

/** What Node itself has since 18: google-auth-library would bring a polyfill of 9 MB for it. */
const NODE_HAS = {
  'node-fetch': 'export default fetch\nexport const { Headers, Request, Response } = globalThis',
}

const builtIn = {
  name: 'built into Node',
  resolveId: (name) => (name in NODE_HAS ? `\0${name}` : undefined),
  load: (id) => NODE_HAS[id.slice(1)],
}

/** Names stay, so that a stack can be read; blanks were a quarter of the package. */
const WITHOUT_BLANKS = { compress: false, mangle: false, codegen: { removeWhitespace: true } }

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
  const shared = entries.filter((file) => !runtimes.includes(file))
  const written = await Promise.all([
    page,
    write(shared, { codeSplitting: { groups }, minify: WITHOUT_BLANKS, postBanner: listPackages }),
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
  const build = await rolldown({ input, cwd: root, platform, external, plugins: [builtIn], onLog })
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
