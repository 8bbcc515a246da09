import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SpawnFacts } from '../../src/engine/environment-process.ts'
import { describeFailure } from '../../src/engine/failure-words.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const code = '/var/task'
const at = (place: string) => `    at Object.<anonymous> (${place})`

function describeIt(told: object, log = '', folder = '/nowhere') {
  const facts = { folder: { task: code }, prepared: { folder, root: '.' } } as unknown as SpawnFacts
  return describeFailure(JSON.stringify(told), log, facts)
}

const exit = {
  errorType: 'Runtime.ExitError',
  errorMessage: 'RequestId: 1 Error: Runtime exited with error: exit status 1',
}

describe('what a function says as it fails', () => {
  it.each([
    [
      'its stack',
      { errorType: 'TypeError', errorMessage: 'no', trace: ['TypeError: no', at(`${code}/src/a.js:3:9`)] },
      'TypeError: no (src/a.js:3)',
    ],
    [
      'the first line of its own code, after those of dependencies',
      {
        errorType: 'Error',
        errorMessage: 'x',
        trace: [at(`${code}/node_modules/d/i.js:1:1`), at(`file://${code}/a.mjs:7:1`)],
      },
      'Error: x (a.mjs:7)',
    ],
    [
      'no line where there is none',
      { errorType: 'Error', errorMessage: 'x', trace: [at('node:internal/a:1:1')] },
      'Error: x',
    ],
    [
      'the first line of a long message',
      { errorType: 'Error', errorMessage: 'x\nRequire stack:', trace: [] },
      'Error: x',
    ],
    ['the type once', { errorType: 'Runtime.X', errorMessage: 'Runtime.X: y', trace: [] }, 'Runtime.X: y'],
  ])('is told by %s', (_, told, expected) => {
    expect(describeIt(told)).toBe(expected)
  })

  it('is what it wrote, where its process just ended', () => {
    const log = `2026-01-01T00:00:00.000Z\t-\tERROR\tError: from the log\r${at(`${code}/a.js:4:1`)}\nmore\n`
    expect(describeIt(exit, log)).toBe(
      'Error: from the log (a.js:4); Runtime exited with error: exit status 1',
    )
  })

  it.each([
    [
      'Go',
      'panic: no table\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:17 +0x1d\n',
      'panic: no table',
    ],
    [
      'Rust',
      "\nthread 'main' (10752) panicked at src/main.rs:1:54:\nindex out of bounds\nstack backtrace:\n   0: rust\n",
      'panicked at src/main.rs:1:54: index out of bounds',
    ],
    [
      'the JVM',
      'Exception in thread "main" java.lang.ExceptionInInitializerError\nCaused by: java.lang.NumberFormatException: For input string: "a"\n\tat H.<clinit>(H.java:1)\n',
      'java.lang.NumberFormatException: For input string: "a"',
    ],
    [
      'the JVM, without a message',
      'Exception in thread "main" java.lang.IllegalStateException\n\tat G.main(G.java:1)\n',
      'java.lang.IllegalStateException',
    ],
    ['bash', '/var/task/bootstrap: line 3: x: unbound variable\n', 'line 3: x: unbound variable'],
    ['dash', './bootstrap: 2: foo: not found\n', '2: foo: not found'],
  ])('is what %s wrote, where its process just ended', (_, written, expected) => {
    expect(describeIt(exit, `START RequestId: 1\n${written}`)).toBe(
      `${expected}; Runtime exited with error: exit status 1`,
    )
  })

  it('is what the platform says, where it wrote nothing', () => {
    expect(describeIt(exit, 'START RequestId: 1\n')).toContain('Runtime exited with error: exit status 1')
  })

  it('names the line of an import that leads nowhere', () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'src'))
    writeFileSync(join(folder, 'src/a.mjs'), `import fs from 'node:fs'\nimport x from './nowhere.mjs'\n`)
    const errorMessage = `Cannot find module '${code}/src/nowhere.mjs' imported from ${code}/src/a.mjs`
    expect(describeIt({ errorType: 'Error', errorMessage, trace: [] }, '', folder)).toBe(
      `Error: Cannot find module 'src/nowhere.mjs' imported from src/a.mjs (src/a.mjs:2)`,
    )
  })
})
