import { dirname, sep } from 'node:path'
import type { Contract } from './contract.ts'

/** The folder that a platform takes for the project, by where it looks for functions: above `api/`, `netlify/functions/`. */
export function projectAbove(file: string, contract: Contract): string | undefined {
  const parts = dirname(file).split(sep)
  const at =
    contract === 'vercel'
      ? parts.lastIndexOf('api')
      : contract === 'netlify'
        ? parts.findLastIndex((part, index) => part === 'netlify' && parts[index + 1] === 'functions')
        : -1
  return at > 1 ? parts.slice(0, at).join(sep) : undefined
}
