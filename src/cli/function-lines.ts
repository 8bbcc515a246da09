import type { FunctionsEvent } from '../bench/describe-functions.ts'
import { sizeOf } from '../plan/describe-package.ts'
import { MANY_FILES } from '../workload/package-size.ts'

/** One line for each function of the user's own: what was chosen, and what its package is. */
export function functionLines({ functions }: FunctionsEvent): string {
  return functions
    .map(({ name, contract, because, root, entry, export: exported, adapter, ...facts }) => {
      const { files, bytes, sha256, commit } = facts
      const package_ = `package ${root}: ${files} ${files === 1 ? 'file' : 'files'}, ${sizeOf(bytes)}, ${sha256.slice(0, 12)}`
      const at = commit ? ` at commit ${commit.slice(0, 12)}` : ''
      const line = `${name}: ${entry}${at}, export ${exported}, as ${contract} (${because})${adapter ? `, by ${adapter}` : ''}; ${package_}\n`
      const remark = `  ${files} files are many; --root names a smaller package, and what it leaves out is not copied.\n`
      return files > MANY_FILES ? line + remark : line
    })
    .join('')
}
