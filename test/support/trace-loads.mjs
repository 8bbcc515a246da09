// node --import <this file>: writes every module that the process loads to the file named in TRACE_LOADS, one a line.
import { appendFileSync } from 'node:fs'
import { createRequire, register } from 'node:module'

const hook = `import { appendFileSync } from 'node:fs'
export async function load(url, context, next) {
  appendFileSync(process.env.TRACE_LOADS, url + '\\n')
  return next(url, context)
}`
register(`data:text/javascript,${encodeURIComponent(hook)}`)

// What a CommonJS module requires does not come by the hook.
process.on('exit', () => {
  for (const path of Object.keys(createRequire(import.meta.url).cache)) {
    appendFileSync(process.env.TRACE_LOADS, `${path}\n`)
  }
})
