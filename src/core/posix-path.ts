import { relative, sep } from 'node:path'

/** A path of this machine with `/` between its parts, as it stands in results, messages and what runs elsewhere. */
export function posixPath(path: string): string {
  return path.split(sep).join('/')
}

/** The way from a folder to a path, as `posixPath` writes it; empty where both are the same. */
export function posixRelative(from: string, to: string): string {
  return posixPath(relative(from, to))
}
