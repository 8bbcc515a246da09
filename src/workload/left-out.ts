/**
 * Names that are part of no package, at any depth: secrets, version control, what tools keep for themselves.
 * The one list of the whole tree.
 */
const LEFT_OUT = new Set([
  '.git',
  '.gitignore',
  '.hg',
  '.svn',
  '.npmrc',
  '.yarnrc',
  '.yarnrc.yml',
  '.coldstart',
  '.vercel',
  '.netlify',
  '.next',
  '.serverless',
  '.aws-sam',
  '.venv',
  '.gcloudignore',
  '.vercelignore',
  '.DS_Store',
])

/** True for the name of a file or folder that is never part of a package: anything called `.env…` is one. */
export function isLeftOut(name: string): boolean {
  return LEFT_OUT.has(name) || name.startsWith('.env')
}

/** Where recorded runs lie, beside a handler as often as not. Only at the top: deeper down it is a name like any other. */
export const RESULTS_FOLDER = 'results'

/** Dependencies are found by name, not copied with the code. */
export const MODULES_FOLDER = 'node_modules'
