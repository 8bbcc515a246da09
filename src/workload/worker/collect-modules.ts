import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Plugin, PluginBuild } from 'esbuild'
import type { GeneratedFile } from '../workload-description.ts'
import { globPattern, type ModuleRule } from './module-rules.ts'
import { moduleKindOf } from './worker-modules.ts'

/** What its own ending does not say of a module, one more says. */
const ENDINGS: Readonly<Record<ModuleRule['kind'], string>> = { text: '.txt', bytes: '.bin', wasm: '.wasm' }

/** Our own question to esbuild where a module lies, which is not to be answered by us. */
const ASKED = 'coldstart-module'

/**
 * Keeps what the rules name out of a bundle, as wrangler does: each becomes a module of its own beside it, named by
 * what is in it.
 * @param collected gets them
 */
export function collectModules(rules: readonly ModuleRule[], collected: Map<string, GeneratedFile>): Plugin {
  const collect = async (build: PluginBuild, { kind }: ModuleRule, asked: Asked) => {
    const path = asked.path.replace(/\?module$/, '')
    const { resolveDir, importer, kind: how } = asked
    const found = await build.resolve(path, { resolveDir, importer, kind: how, pluginData: ASKED })
    if (found.errors.length > 0) return { errors: found.errors }
    const bytes = await readFile(found.path)
    const own = basename(found.path)
    const sum = createHash('sha1').update(bytes).digest('hex')
    const name = `${sum}-${moduleKindOf(own) === kind ? own : own + ENDINGS[kind]}`
    collected.set(name, { path: name, text: bytes.toString('base64'), encoding: 'base64' })
    return { path: `./${name}`, external: true }
  }
  return {
    name: 'coldstart-worker-modules',
    setup(build) {
      for (const rule of rules)
        for (const glob of rule.globs)
          build.onResolve({ filter: globPattern(glob) }, (asked) =>
            asked.pluginData === ASKED || asked.kind === 'entry-point'
              ? undefined
              : collect(build, rule, asked),
          )
    },
  }
}

type Asked = Parameters<Parameters<PluginBuild['onResolve']>[1]>[0]
