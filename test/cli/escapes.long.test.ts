import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { fakeIo } from '../support/fake-io.ts'
import { hurriedClock } from '../support/hurried-clock.ts'
import { type LoopbackServer, startRawServer } from '../support/loopback-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const from = (...codes: readonly number[]) => String.fromCodePoint(...codes)
const range = (first: number, last: number) =>
  from(...Array.from({ length: last - first + 1 }, (_, index) => first + index))
const ESC = from(27)

/** One of each kind: our own sequences among them, since they are foreign from elsewhere. */
const attacks: Record<string, string> = {
  'C0 and DEL': range(1, 8) + range(11, 31) + from(127),
  C1: range(0x80, 0x9f),
  'what looks like our own colours and cursor moves': `${ESC}[35m${ESC}[2A\r${ESC}[0J${ESC}[2J`,
  'OSC 8, a link': `${ESC}]8;;http://evil.example/${ESC}\\here${ESC}]8;;${from(7)}`,
  'OSC 52, the clipboard': `${ESC}]52;c;ZXZpbA==${from(7)}${from(0x9d)}52;c;ZXZpbA==${from(0x9c)}`,
  'bidi controls': range(0x202a, 0x202e) + range(0x2066, 0x2069) + from(0x200e, 0x200f, 0x61c),
  'what is not seen': from(0x200b, 0x2028, 0x2029, 0x2060, 0xfeff, 0xad, 0xe0041, 0xe007f),
}

/** What no terminal, table or file of ours may get. Line ends and tabs are ours. */
const UNSAFE =
  /(?![\n\t])\p{Cc}|\p{Bidi_Control}|[\u00ad\u200b\u2028\u2029\u2060-\u2064\ufeff]|[\u{e0000}-\u{e007f}]/u
/** The few sequences that we send to a terminal with colours. */
const OWN = new RegExp(`${ESC}\\[(?:1|2|22|3[1-4]|36|39)m`, 'g')

let server: LoopbackServer
let hostile = ''
beforeAll(async () => {
  server = await startRawServer((socket) => {
    const body = JSON.stringify({ message: hostile, error: hostile })
    const header = Buffer.from(Buffer.from(hostile, 'utf8').filter((byte) => byte > 0x7f))
    socket.end(
      Buffer.concat([
        Buffer.from(`HTTP/1.1 500 Evil ${header.toString('latin1')}\r\nx-vercel-id: a`, 'latin1'),
        header,
        Buffer.from(`\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`),
      ]),
    )
  })
})
afterAll(() => server.close())

/** Runs the CLI with colours, and without: what it said, and every file that it left. */
async function saidBy(argv: readonly string[], files: Record<string, string>, env: Record<string, string>) {
  const said: string[] = []
  for (const colorLevel of [0, 1] as const) {
    const cwd = temporaryFolder()
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(cwd, name, '..'), { recursive: true })
      writeFileSync(join(cwd, name), text)
    }
    const io = fakeIo({ cwd, env, home: cwd, clock: hurriedClock, debug: true })
    await main(argv, { ...io, stdout: { ...io.stdout, colorLevel }, stderr: { ...io.stderr, colorLevel } })
    expect(io.written.stdout + io.written.stderr).not.toBe('')
    said.push(...[io.written.stdout, io.written.stderr].map((text) => text.replace(OWN, '')))
    for (const folder of ['.', 'results'].map((name) => join(cwd, name)))
      for (const name of namesIn(folder).filter(
        (one) => /\.(txt|md|html|jsonl?)$/.test(one) && !(one in files),
      ))
        said.push(readFileSync(join(folder, name), 'utf8'))
  }
  return said
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

describe.each(Object.entries(attacks))('%s', (_kind, attack) => {
  const quick = ['--cold', '1', '--warm', '1', '--idle', '50ms', '--verbose']
  const cases: Record<
    string,
    (origin: string) => [string[], Record<string, string>?, Record<string, string>?]
  > = {
    'a server': (origin) => [
      [
        'bench',
        '--target',
        `a=${origin}/`,
        ...quick,
        '-o',
        'r.txt',
        '-o',
        'r.json',
        '-o',
        'r.md',
        '-o',
        'r.html',
      ],
    ],
    'a server, as JSON': (origin) => [['bench', '--target', `a=${origin}/`, ...quick, '--format', 'json']],
    'an address': (origin) => [['bench', '--target', `a=${origin}/${attack}?q=${attack}`, ...quick]],
    'a name': (origin) => [['bench', '--target', `x${attack}y=${origin}/`, ...quick]],
    'a word': () => [[`no${attack}`]],
    'a flag': () => [['bench', `--no${attack}`]],
    'a value': () => [['bench', '--idle', attack]],
    'a path': () => [['bench', `./x${attack}.mjs`]],
    'a run': () => [['report', `x${attack}`]],
    'a variable': () => [['bench'], {}, { COLDSTART_IDLE: attack }],
    'a setting': () => [['config'], { 'coldstart.config.json': JSON.stringify({ location: attack }) }],
    'a setting, as JSON': () => [
      ['config', '--format', 'json'],
      { 'coldstart.config.json': JSON.stringify({ location: attack }) },
    ],
    'the name of a setting': () => [['config'], { 'coldstart.config.json': JSON.stringify({ [attack]: 1 }) }],
    'what is no JSON': () => [['config'], { 'coldstart.config.json': `{${attack}` }],
    'what a configuration throws': () => [
      ['config'],
      { 'coldstart.config.mjs': `throw new Error(${JSON.stringify(attack)})` },
    ],
    'a damaged run file': () => [['report', 'r.jsonl'], { 'r.jsonl': `{"type":"${attack}"}\n{}\n` }],
    'the name of a run file': () => [['runs'], { [`results/x${attack.replaceAll('/', '')}.jsonl`]: '{}\n' }],
  }
  it.each(Object.keys(cases))('of %s commands no terminal', async (name) => {
    hostile = attack
    const [argv, files = {}, env = {}] = cases[name]?.(server.origin) ?? [[]]
    for (const text of await saidBy(argv, files, env)) expect(UNSAFE.exec(text)?.[0]).toBeUndefined()
  })
})
