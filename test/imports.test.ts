import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { expect, test } from 'vitest'

const SOURCES = resolve(import.meta.dirname, '../src')

/** Every import between files of src/, `import type` and `import()` of a type included. */
function readImports(): Map<string, string[]> {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  return new Map(files.map((file) => [file.split(sep).join('/'), importsOf(join(SOURCES, file))]))
}

function importsOf(path: string): string[] {
  const text = readFileSync(path, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const specifiers = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+\.ts)'/g)].map(
    ([, name]) => name ?? '',
  )
  return specifiers.map((name) =>
    relative(SOURCES, resolve(dirname(path), name))
      .split(sep)
      .join('/'),
  )
}

/** A path from a node back to itself, or undefined where there is none. */
function findCycle(graph: ReadonlyMap<string, Iterable<string>>): string[] | undefined {
  const done = new Set<string>()
  const path: string[] = []
  const visit = (node: string): string[] | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node]
    if (done.has(node)) return undefined
    path.push(node)
    for (const next of graph.get(node) ?? []) {
      const cycle = visit(next)
      if (cycle) return cycle
    }
    path.pop()
    done.add(node)
    return undefined
  }
  for (const node of graph.keys()) {
    const cycle = visit(node)
    if (cycle) return cycle
  }
  return undefined
}

function roomOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? file) : file
}

/** Which rooms each room really imports. */
function readRooms(): Map<string, Set<string>> {
  const rooms = new Map<string, Set<string>>()
  for (const [file, imports] of readImports()) {
    const room = roomOf(file)
    const known = rooms.get(room) ?? new Set()
    rooms.set(room, known)
    for (const other of imports.map(roomOf)) if (other !== room) known.add(other)
  }
  return rooms
}

/** Room → rooms that the linter lets it import, from the rule's own words in biome.json. */
function readRules(): Map<string, string[]> {
  const text = readFileSync(resolve(SOURCES, '../biome.json'), 'utf8')
  const rules = [...text.matchAll(/src\/(\w+) may import only ([^:]+): imports point inward/g)]
  return new Map(rules.map(([, room = '', allowed = '']) => [room, allowed.split(', ')]))
}

test('the walk sees a cycle where there is one, and imports of types', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['b']],
  ])
  expect(findCycle(graph)).toEqual(['b', 'c', 'b'])
  expect(readImports().get('plan/plan.ts')).toContain('core/sample.ts')
})

test('no file of src/ imports itself by any way, types included', () => {
  expect(findCycle(readImports())).toBeUndefined()
})

test('no room imports itself by way of another, types included', () => {
  expect(findCycle(readRooms())).toBeUndefined()
})

test('every room imports only what its rule in biome.json names', () => {
  const rules = readRules()
  const strays = [...readRooms()].flatMap(([room, imports]) => {
    const allowed = rules.get(room)
    return allowed
      ? [...imports].filter((other) => !allowed.includes(other)).map((other) => `${room} → ${other}`)
      : []
  })
  expect(rules.size).toBeGreaterThan(10)
  expect(strays).toEqual([])
})
