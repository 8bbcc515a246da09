// How far counts repeat with another core busy, and how far they go with CPU time over changes of a package.
// node benchmarks/why-counts.mjs [--folder <with @aws-sdk/client-s3, express, zod and lodash installed>] [--repeat 10] [--rounds 10]
import { execFile, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { countStart } from '../dist/modules/why/count/count-start.js'
import { chooseWhatIfs } from '../dist/modules/why/what-ifs/choose.js'
import { copyPackage, openCopiesFolder } from '../dist/modules/why/what-ifs/copy-package.js'
import { openSource } from '../dist/modules/workload/workload-source.js'

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    repeat: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '10' },
  },
})
const run = promisify(execFile)
const PACKAGES = ['@aws-sdk/client-s3', 'express', 'zod', 'lodash']
const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'coldstart-counts-'))
const own = join(folder, `counted-${process.pid}`)
mkdirSync(own, { recursive: true })
const write = (name, text) => {
  writeFileSync(join(own, name), text)
  return join(own, name)
}
const open = (file) => openSource({ file, root: folder }, { contract: 'lambda' })
const counting = (repeat) => ({ cwd: folder, nodeVersion: process.version, repeat })

async function repeated() {
  const hello = write('hello.mjs', 'export const handler = async () => ({ ok: true })\n')
  const sdk = write(
    'sdk.cjs',
    "const { S3Client } = require('@aws-sdk/client-s3')\nexports.handler = async () => ({ ok: typeof S3Client })\n",
  )
  const sdkEsm = write(
    'sdk.mjs',
    "import { S3Client } from '@aws-sdk/client-s3'\nexport const handler = async () => ({ ok: typeof S3Client })\n",
  )
  for (const file of [hello, sdk, sdkEsm]) {
    const busy = spawn(process.execPath, ['-e', 'for (;;) {}'])
    const {
      instructions = [],
      readCalls,
      bytesRead,
      pageFaults,
    } = await countStart(await open(file), counting(Number(values.repeat)))
    busy.kill('SIGKILL')
    console.log(
      `${file.split('/').at(-1)}: n = ${instructions.length}, instructions ${spread(instructions)}, bytes read ${spread(bytesRead)}, read calls ${spread(readCalls)}, page faults ${spread(pageFaults)}`,
    )
  }
}

function spread(all) {
  const [least, most] = [Math.min(...all), Math.max(...all)]
  return `${median(all).toLocaleString('en-US')} (all within ${(((most - least) / least) * 100).toPrecision(2)} %)`
}

function median(all) {
  const sorted = [...all].sort((a, b) => a - b)
  const at = (sorted.length - 1) / 2
  return (sorted[Math.floor(at)] + sorted[Math.ceil(at)]) / 2
}

/** User and system time of a process that loads a file and ends, ms. */
async function cpuOf(file) {
  const script = `await import(${JSON.stringify(pathToFileURL(file).href)}); const { user, system } = process.cpuUsage(); process.stdout.write(String((user + system) / 1000)); process.exit(0)`
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: folder })
  return Number(stdout)
}

/** The function that changes are made to. */
function subjectOf({ root, entry }, file) {
  return {
    own: { entry: file },
    contract: 'lambda',
    root,
    entry,
    source: readFileSync(file, 'utf8'),
    generated: [],
    load: { modules: [], rows: [] },
    variables: {},
    nodeVersion: process.version,
    memoryMb: 1024,
    nodes: [],
  }
}

/** The function as it is, and a copy for each change that could be made. */
async function sidesOf(workload, file, copies) {
  const sides = [{ name: 'as it is', file }]
  const wanted = ['bundle', 'bundle-unminified', 'format', ...PACKAGES.map((name) => `lazy:${name}`)]
  const subject = subjectOf(workload, file)
  for (const kind of chooseWhatIfs(subject, wanted)) {
    const place = join(copies, kind.name.replace(/[^\w.-]+/g, '-'))
    const copy = async () => {
      await copyPackage(workload, place)
      return place
    }
    try {
      sides.push({ name: kind.name, file: (await kind.make(subject, copy)).entry })
    } catch (error) {
      console.log(`${kind.name}: ${error.message}`)
    }
  }
  return sides
}

/** CPU time by side, ms of each round; the first round brings files into memory and is left out. */
async function cpuOfSides(sides) {
  const cpu = new Map(sides.map(({ name }) => [name, []]))
  for (let round = 0; round <= Number(values.rounds); round++)
    for (const side of [...sides].sort(() => Math.random() - 0.5)) {
      const ms = await cpuOf(side.file)
      if (round > 0) cpu.get(side.name).push(ms)
    }
  return cpu
}

async function correlated() {
  const names = PACKAGES.map((name) => `require('${name}')`).join(', ')
  const file = write(
    'app.cjs',
    `const all = [${names}]\nexports.handler = async () => ({ ok: all.length })\n`,
  )
  const workload = await open(file)
  const copies = await openCopiesFolder(workload.root)
  try {
    const sides = await sidesOf(workload, file, copies)
    const cpu = await cpuOfSides(sides)
    const counts = new Map()
    for (const { name, file: entry } of sides) {
      const side = await openSource({ file: entry }, { contract: 'lambda' })
      counts.set(name, await countStart(side, counting(1)))
    }
    report(sides, cpu, counts)
  } finally {
    rmSync(copies, { recursive: true, force: true })
  }
}

function report(sides, cpu, counts) {
  const [first] = sides
  const change =
    (value) =>
    ({ name }) =>
      value(name) / value(first.name) - 1
  const inCpu = sides.map(change((name) => median(cpu.get(name))))
  const inInstructions = sides.map(change((name) => counts.get(name).instructions[0]))
  console.log(`\n${'change'.padEnd(28)}CPU ms   CPU    instructions   bytes read`)
  for (const [at, { name }] of sides.entries()) {
    const bytes = counts.get(name).bytesRead[0] / counts.get(first.name).bytesRead[0] - 1
    console.log(
      `${name.padEnd(28)}${median(cpu.get(name)).toFixed(0).padStart(6)}${percent(inCpu[at])}${percent(inInstructions[at])}      ${percent(bytes)}`,
    )
  }
  console.log(
    `\nPearson of the changes ${correlation(inCpu, inInstructions).toFixed(2)}, Spearman ${correlation(ranks(inCpu), ranks(inInstructions)).toFixed(2)}, n = ${sides.length}, ${values.rounds} rounds of CPU time, one count each`,
  )
}

function percent(share) {
  return `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(1)} %`.padStart(10)
}

function ranks(all) {
  const sorted = [...all].sort((a, b) => a - b)
  return all.map((one) => sorted.indexOf(one))
}

function correlation(one, other) {
  const mean = (all) => all.reduce((sum, value) => sum + value, 0) / all.length
  const [a, b] = [mean(one), mean(other)]
  const products = one.map((value, at) => (value - a) * (other[at] - b))
  const squares = (all, middle) => all.reduce((sum, value) => sum + (value - middle) ** 2, 0)
  return products.reduce((sum, value) => sum + value, 0) / Math.sqrt(squares(one, a) * squares(other, b))
}

try {
  if (values.folder === undefined) {
    writeFileSync(join(folder, 'package.json'), '{"name":"counted","version":"1.0.0"}')
    await run('npm', ['install', '--no-audit', '--no-fund', ...PACKAGES], { cwd: folder })
  }
  await repeated()
  await correlated()
} finally {
  rmSync(values.folder === undefined ? folder : own, { recursive: true, force: true })
}
