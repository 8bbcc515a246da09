import { realpath } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Contract } from './contract.ts'
import { isLeftOut, MODULES_FOLDER } from './left-out.ts'
import { findPackageRoot } from './package-root.ts'

/** A module and the folder of the package that it runs in. */
export interface PlacedModule {
  /** Absolute. */
  readonly file: string
  readonly root: string
}

/**
 * Where Node loads a module that is named through a link: where the link leads to, so that its imports and the files
 * beside it are those there. A link out of the package leads to another package, which is taken whole, but where the
 * platform finds the function by its place in the project (Vercel, Netlify) or the user names the root: there the
 * module is taken into the package as a copy. https://nodejs.org/api/modules.html#all-together
 * @param named the file as the user named it, and the package that it lies in
 */
export async function followLink(
  named: PlacedModule,
  contract: Contract,
  isRootGiven: boolean,
): Promise<PlacedModule> {
  const { file, root } = named
  const [target, place] = await Promise.all([realpath(file), realpath(root)])
  const path = relative(place, target)
  if (path === relative(root, file)) return named
  const isInside = !path
    .split(sep)
    .some((part) => part === '..' || part === MODULES_FOLDER || isLeftOut(part))
  if (isInside && target.startsWith(place + sep)) return { root, file: join(root, path) }
  const isByPlace = contract === 'vercel' || contract === 'netlify'
  return isByPlace || isRootGiven ? named : { file: target, root: await findPackageRoot(target) }
}
