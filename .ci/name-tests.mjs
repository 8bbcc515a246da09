// Names what a run of the tests left out, a line for each suite with how many, every test that passed only when it was
// tried again, and every one that failed, both with the first lines of their errors: name-tests.mjs FOLDER-OF-REPORTS.
// It comes last, where a cut log still has it.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const ERROR_LINES = 12

const folder = process.argv[2]
const reports = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
const files = reports.flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')).testResults)

const left = new Map()
for (const { name, assertionResults } of files)
  for (const { status, ancestorTitles, title } of assertionResults) {
    if (status !== 'skipped' && status !== 'pending') continue
    const suite = `${relative('.', name)}: ${ancestorTitles[0] || title}`
    left.set(suite, (left.get(suite) ?? 0) + 1)
  }
for (const [suite, count] of left) console.log(`skip ${suite} (${count})`)

let again = 0
for (const { name, status, message, assertionResults } of files) {
  const file = relative('.', name)
  const failures = assertionResults.filter((test) => test.status === 'failed')
  // The runner keeps the errors of the tries before the one that passed.
  const triedAgain = assertionResults.filter(
    (test) => test.status === 'passed' && test.failureMessages.length > 0,
  )
  again += triedAgain.length
  for (const [word, tests] of [
    ['again', triedAgain],
    ['FAIL', failures],
  ])
    for (const { fullName, failureMessages } of tests) {
      console.log(`${word} ${file}: ${fullName}`)
      for (const error of failureMessages) console.log(firstLines(error))
    }
  if (status === 'failed' && failures.length === 0) console.log(`FAIL ${file}\n${firstLines(message)}`)
}
console.log(`${again} passed only when tried again`)

function firstLines(text) {
  return text.split('\n').slice(0, ERROR_LINES).join('\n')
}
