// npm run test:all: npm test, then the suites that take long or must run by themselves. Each runs whatever the ones
// before it found, so that one failure does not hide the next; it ends with 1 when any of them failed.
import { spawnSync } from 'node:child_process'

const npm = process.env.npm_execpath
const suites = [['test'], ['run', 'test:long'], ['run', 'test:alone']]
const failed = suites.filter(
  (words) => spawnSync(process.execPath, [npm, ...words], { stdio: 'inherit' }).status !== 0,
)
process.exitCode = failed.length === 0 ? 0 : 1
