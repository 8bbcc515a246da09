// npm run build [-- --code | --watch]: dist/ as it is published, and what tests and benchmarks take from it.
// --code: no declarations, no notices, which is all that the test suite needs. --watch: the same, again and again.
import { watch } from 'node:fs'
import { bundle } from './build/bundle.mjs'
import { writeDeclarations } from './build/declarations.mjs'
import { writeModules } from './build/modules.mjs'
import { writeNotices } from './build/notices.mjs'
import { writePrinted } from './build/printed.mjs'

const [mode] = process.argv.slice(2)

async function buildCode() {
  const [packages] = await Promise.all([bundle(), writeModules()])
  await writePrinted()
  return packages
}

if (mode === '--watch') {
  let pending
  const build = () => buildCode().catch((error) => console.error(error.message))
  await build()
  watch('src', { recursive: true }, () => {
    clearTimeout(pending)
    pending = setTimeout(build, 100)
  })
} else if (mode === '--code') {
  await buildCode()
} else {
  const [packages] = await Promise.all([buildCode(), writeDeclarations()])
  writeNotices(packages)
}
