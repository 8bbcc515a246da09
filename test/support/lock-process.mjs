// Takes a lock when told to and says what came of it: one process of a race.
// Argument: { path, place }. Each line on stdin is a command: `take`, `release`; each gets one line of answer.
import { createInterface } from 'node:readline'
import { lockFile } from '../../dist/modules/store/lock.js'
import { lockPlace } from '../../dist/modules/store/lock-place-process.js'

const { path, place } = JSON.parse(process.argv[2])
const here = { ...lockPlace(), ...place }
let release

async function obey(command) {
  if (command === 'release') {
    await release?.()
    release = undefined
    return 'released'
  }
  try {
    release = await lockFile(path, (pid) => Object.assign(new Error('in use'), { pid }), here)
    return 'taken'
  } catch (error) {
    return error.message === 'in use' ? 'refused' : `failed: ${error.stack}`
  }
}

console.log('ready')
for await (const command of createInterface({ input: process.stdin })) console.log(await obey(command))
process.exit()
