import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { dist, modules } from './paths.mjs'

/**
 * Writes dist/cli/printed.json: what the CLI prints, by the words that ask for it, where that is the same each time
 * (help, version). bin/coldstart.js prints it without loading a module. Needs dist/modules.
 */
export async function writePrinted() {
  const load = (file) => import(`${pathToFileURL(join(modules, file)).href}?${Date.now()}`)
  const { helpText } = await load('cli/help-text.js')
  const { readVersion } = await load('core/version.js')
  const { commandList } = await load('cli/command-list.js')
  const { runCommand } = await load('cli/run-command.js')
  const printed = {}
  for (const words of ['', '--help', '-h']) printed[words] = helpText()
  for (const words of ['--version', '-v']) printed[words] = `${await readVersion()}\n`
  for (const [name, { load: loadCommand }] of Object.entries(commandList)) {
    let text = ''
    const writeOwn = (piece) => {
      text += piece
    }
    await runCommand(name, await loadCommand(), ['--help'], {
      stdout: { writeOwn, columns: 80, colorLevel: 0 },
    })
    for (const flag of ['--help', '-h']) printed[`${name} ${flag}`] = text
  }
  writeFileSync(join(dist, 'cli', 'printed.json'), JSON.stringify(printed))
}
