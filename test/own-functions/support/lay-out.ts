import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CaseFunction, CaseRun } from './case.ts'

export function writeSettings(folder: string, settings: object): void {
  writeFileSync(join(folder, 'coldstart.config.json'), JSON.stringify(settings))
}

export function layOut(
  folder: string,
  { files, links = {} }: CaseFunction,
  { modules, copies }: CaseRun,
): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    symlinkSync(target, join(folder, path))
  }
  if (modules === undefined) return
  if (copies === false) symlinkSync(modules, join(folder, 'node_modules'), 'junction')
  else cpSync(modules, join(folder, 'node_modules'), { recursive: true })
}
