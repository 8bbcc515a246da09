import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { percentDecoded } from '../../core/query-variables.ts'
import { decodeMappings, type MappedSegment } from './decode-mappings.ts'

/** A source map, as far as it tells which module a place of a generated text is of. */
export interface SourceMapFacts {
  /** In the map's own words, behind its source root. */
  readonly sources: readonly string[]
  readonly contents: readonly (string | undefined)[]
  readonly segments: readonly MappedSegment[]
}

interface PlainMap {
  readonly sources?: readonly (string | null)[]
  readonly sourcesContent?: readonly (string | null)[]
  readonly sourceRoot?: string
  readonly mappings?: string
  /** An indexed map: several, one below the other. */
  readonly sections?: readonly Section[]
}

interface Section {
  readonly offset: { readonly line: number; readonly column: number }
  readonly map: PlainMap
}

const COMMENT = /\/[/*][#@]\s*sourceMappingURL=([^\s*]+)/g

/**
 * The text of the source map of a file: in its last comment, in the file that this names, or beside it.
 * @param file absolute path
 * @returns undefined where there is none
 */
export async function findSourceMap(
  file: string,
  text: string,
): Promise<{ json: string; folder: string } | undefined> {
  const url = [...text.matchAll(COMMENT)].at(-1)?.[1]
  if (url?.startsWith('data:')) {
    const json = textOfDataUrl(url)
    return json === undefined ? undefined : { json, folder: dirname(file) }
  }
  const named =
    url === undefined || /^[a-z]+:\/\//.test(url) ? [] : [join(dirname(file), percentDecoded(url))]
  for (const path of [...named, `${file}.map`]) {
    const json = await readFile(path, 'utf8').catch(() => undefined)
    if (json !== undefined) return { json, folder: dirname(path) }
  }
  return undefined
}

function textOfDataUrl(url: string): string | undefined {
  const [, encoding, data = ''] = /^data:[^,]*?(;base64)?,(.*)$/s.exec(url) ?? []
  return encoding === undefined ? percentDecoded(data) : Buffer.from(data, 'base64').toString()
}

/**
 * A source map as an indexed one, with its sources behind their root: Node's own reader leaves the root out.
 * @throws Error for what is no JSON
 */
export function parseSourceMap(json: string): { readonly sections: readonly Section[] } {
  // XSSI protection, which the standard lets servers put before it.
  const map = JSON.parse(json.replace(/^\)\]\}'[^\n]*\n/, '')) as PlainMap
  const sections = map.sections ?? [{ offset: { line: 0, column: 0 }, map }]
  return {
    sections: sections.map(({ offset, map: { sourceRoot, ...part } }) => ({
      offset,
      map: { ...part, sources: (part.sources ?? []).map((source) => withRoot(source ?? '', sourceRoot)) },
    })),
  }
}

/**
 * Reads a source map.
 * @throws Error for what is none
 */
export function readSourceMap(json: string): SourceMapFacts {
  const sources: string[] = []
  const contents: (string | undefined)[] = []
  const segments: MappedSegment[] = []
  for (const { offset, map: part } of parseSourceMap(json).sections) {
    const first = sources.length
    for (const [index, source] of (part.sources ?? []).entries()) {
      sources.push(source ?? '')
      contents.push(part.sourcesContent?.[index] ?? undefined)
    }
    for (const { line, column, source } of decodeMappings(part.mappings ?? ''))
      segments.push({
        line: line + offset.line,
        column: line === 0 ? column + offset.column : column,
        ...(source !== undefined && { source: source + first }),
      })
  }
  return { sources, contents, segments }
}

function withRoot(source: string, root: string | undefined): string {
  if (!root || /^(?:\/|[a-z][a-z+.-]*:)/i.test(source)) return source
  const above = root.startsWith('file://') ? fileURLToPath(root) : root
  return `${above.replace(/\/$/, '')}/${source}`
}
