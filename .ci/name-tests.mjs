// Names what a run of the tests left out, a line for each suite with how many, and every test that failed, with the
// first lines of its error: name-tests.mjs FOLDER-OF-REPORTS. It comes last, where a cut log still has it.
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

for (const { name, status, message, assertionResults } of files) {
  const file = relative('.', name)
  const failures = assertionResults.filter((test) => test.status === 'failed')
  for (const { fullName, failureMessages } of failures) {
    console.log(`FAIL ${file}: ${fullName}`)
    for (const error of failureMessages) console.log(firstLines(error))
  }
  if (status === 'failed' && failures.length === 0) console.log(`FAIL ${file}\n${firstLines(message)}`)
}

function firstLines(text) {
  return text.split('\n').slice(0, ERROR_LINES).join('\n')
}
