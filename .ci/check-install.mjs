// check-install FOLDER: what `npm i coldstart` put there is light, in counts that no slow machine changes.
import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const [folder] = process.argv.slice(2)
const sizes = readdirSync(join(folder, 'node_modules'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({
    bytes: statSync(path).size,
    own: path.startsWith(join(folder, 'node_modules', 'coldstart', '/')),
  }))
const megabytes = (files) => files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6
const list = execFileSync('npm', ['ls', '--all', '--parseable'], { cwd: folder, encoding: 'utf8' })
const found = [
  { what: 'packages', value: list.trim().split('\n').length - 1, most: 20 },
  { what: 'MB installed', value: megabytes(sizes), most: 20 },
  { what: 'MB of the package itself', value: megabytes(sizes.filter(({ own }) => own)), most: 5 },
]
for (const { what, value, most } of found) {
  console.log(`${value > most ? 'too many: ' : ''}${Number(value.toFixed(1))} ${what} (at most ${most})`)
  if (value > most) process.exitCode = 1
}
