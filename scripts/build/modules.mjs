import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { filesBelow, modules, root, source } from './paths.mjs'

/**
 * Every module of src/ as a file of its own in dist/modules, for tests and benchmarks that call what the package
 * does not export in a plain Node process. Not published.
 */
export async function writeModules() {
  const input = filesBelow(source)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(source, file))
  const build = await rolldown({
    input,
    cwd: root,
    platform: 'node',
    external: (id) => !/^[./\\]|^[A-Z]:/i.test(id),
  })
  await build.write({
    dir: modules,
    format: 'es',
    preserveModules: true,
    preserveModulesRoot: source,
    entryFileNames: '[name].js',
  })
  await build.close()
}
