// Names what a run of the tests left out, a line for each suite with how many: list-skipped.mjs FOLDER-OF-REPORTS
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const folder = process.argv[2]
const reports = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
const counts = new Map()
for (const file of reports)
  for (const { name, assertionResults } of JSON.parse(readFileSync(join(folder, file), 'utf8')).testResults)
    for (const { status, ancestorTitles, title } of assertionResults) {
      if (status !== 'skipped' && status !== 'pending') continue
      const suite = `${relative('.', name)}: ${ancestorTitles[0] || title}`
      counts.set(suite, (counts.get(suite) ?? 0) + 1)
    }
for (const [suite, count] of counts) console.log(`skip ${suite} (${count})`)
