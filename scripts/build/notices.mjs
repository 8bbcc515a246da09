import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.mjs'

const PREAMBLE = `coldstart contains code of the packages below, each under its own licence.
Written by scripts/build/notices.mjs from what the build put in.
`

/**
 * Writes THIRD-PARTY-NOTICES.txt: every bundled package with its version, licence and home, above the licence's
 * text; packages with the same text share it. One that ships no text has that of a package of the same repository.
 * @param folders the packages' folders
 * @throws Error for a package without a licence or its text: what is shipped must be allowed to be
 */
export function writeNotices(folders) {
  const packages = folders.map(readPackage)
  const byText = new Map()
  for (const { title, licence, home, text } of packages) {
    const sibling = packages.find((other) => other.text && other.licence === licence && other.home === home)
    const found = text || sibling?.text
    if (!licence || !found) throw new Error(`${title} ships no licence`)
    byText.set(found, [...(byText.get(found) ?? []), [title, licence, home].join(', ')])
  }
  const notices = [...byText].map(([text, titles]) => `${titles.join('\n')}\n\n${text}\n`)
  writeFileSync(join(root, 'THIRD-PARTY-NOTICES.txt'), [PREAMBLE, ...notices].join(`\n${'-'.repeat(80)}\n\n`))
}

function readPackage(folder) {
  const { name, version, license, repository } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  const text = readdirSync(folder)
    .filter((file) => /^(?:licen[cs]e|copying|notice)(?:[.-]|$)/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim())
    .join('\n\n')
  const home = typeof repository === 'string' ? repository : (repository?.url ?? `https://npmjs.com/${name}`)
  return { title: `${name} ${version}`, licence: license, home, text }
}
