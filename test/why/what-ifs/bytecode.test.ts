import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bytecode } from '../../../src/why/what-ifs/bytecode.ts'
import type { WhatIfSubject } from '../../../src/why/what-ifs/what-if.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** A program that says which Python it is, and leaves a file of that name where it is told to compile. */
function writePython(folder: string, name: string, version: string): void {
  const file = join(folder, name)
  const script = `#!/bin/sh\nif [ "$1" = -c ]; then echo "${file}"; echo ${version}; echo; else : >"${version}"; fi\n`
  writeFileSync(file, script, { mode: 0o755 })
}

test.skipIf(process.platform === 'win32')(
  'the Python compiles that runs the function: that of the runtime which is wanted, else the first there is',
  async () => {
    const searchPath = temporaryFolder()
    writePython(searchPath, 'python3', '3.11.2')
    writePython(searchPath, 'python3.13', '3.13.1')
    const compiledBy = async (wanted: Pick<WhatIfSubject, 'runtime'>) => {
      const folder = temporaryFolder()
      const subject = { searchPath, entry: 'app.py', ...wanted } as WhatIfSubject
      await bytecode.make(subject, async () => folder)
      return readdirSync(folder)
    }
    expect(await compiledBy({})).toEqual(['3.11.2'])
    expect(await compiledBy({ runtime: 'python3.13' })).toEqual(['3.13.1'])
  },
)
