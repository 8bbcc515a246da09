import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadProvider, platforms, providerIds } from '../../src/providers/index.ts'

describe('the provider registry', () => {
  it.each(providerIds)('loads %s under its own id', async (id) => {
    expect((await loadProvider(id)).id).toBe(id)
  })

  it('is plain data: what it names loads neither a schema nor a platform’s code', () => {
    const loaded = filesLoadedBy('src/providers/registry.ts').map((path) =>
      path.split('/').slice(2).join('/'),
    )
    expect(
      loaded.filter(
        (path) =>
          !/^(registry|report-headers|parse-url|\w+\/(index|flags|reply-signs|reserved-variables))\.ts$/.test(
            path,
          ),
      ),
    ).toEqual([])
    expect(loaded.length).toBeGreaterThan(providerIds.length)
  })

  it('gives every flag the name of its platform, so that no two collide', async () => {
    for (const { id, flags } of platforms)
      for (const flag of flags) expect(flag.flags).toMatch(new RegExp(`^--${id}-[a-z]`))
  })

  it('suggests the nearest provider for a typo', async () => {
    await expect(loadProvider('htpp')).rejects.toMatchObject({
      code: 'unknown-provider',
      hint: 'Did you mean http?',
    })
  })

  it.each([
    ['aws', 'lambda'],
    ['AWS', 'lambda'],
    ['gcp', 'google'],
    ['workers', 'cloudflare'],
  ])('answers %s, as people call it, with %s', async (name, id) => {
    await expect(loadProvider(name)).rejects.toMatchObject({ hint: `Did you mean ${id}?` })
  })

  it('does not take a property of every object for a provider', async () => {
    await expect(loadProvider('constructor')).rejects.toMatchObject({ code: 'unknown-provider' })
  })
})

/** A file and all that it imports by name, other than types, before anything is run. */
function filesLoadedBy(path: string, known = new Set<string>()): string[] {
  if (known.has(path)) return []
  known.add(path)
  const imports = readFileSync(path, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*? from '([^']+)'/gm)
  for (const [, name = ''] of imports)
    if (name.startsWith('.')) filesLoadedBy(posix.join(posix.dirname(path), name), known)
    else known.add(`src/providers/${name}`)
  return [...known]
}
