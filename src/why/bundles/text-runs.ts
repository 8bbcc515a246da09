import type { MappedSegment } from './decode-mappings.ts'

/** A stretch of a generated text that is of one source, or of none: the bundler's own. Offsets in UTF-16 units. */
export interface TextRun {
  readonly from: number
  readonly to: number
  readonly source?: number
}

/**
 * Divides a generated text among the sources of its map, in order and without gaps.
 * @param segments in the order of the map
 */
export function divideText(text: string, segments: readonly MappedSegment[]): TextRun[] {
  const lines = lineStarts(text)
  const runs: TextRun[] = []
  let from = 0
  let current: number | undefined
  const end = (to: number) => {
    const last = runs.at(-1)
    if (to <= from) return
    if (last && last.source === current) runs[runs.length - 1] = { ...last, to }
    else runs.push({ from, to, ...(current !== undefined && { source: current }) })
    from = to
  }
  for (const { line, column, source } of segments) {
    const start = lines[line]
    if (start === undefined || source === current) continue
    end(Math.min(start + column, text.length))
    current = source
  }
  // A map inside the file is nobody's.
  end(Math.max(from, startOfMap(text)))
  current = undefined
  end(text.length)
  return runs
}

function startOfMap(text: string): number {
  const at = Math.max(text.lastIndexOf('//# sourceMappingURL='), text.lastIndexOf('//@ sourceMappingURL='))
  return at === -1 ? text.length : at
}

/** Bytes of UTF-8 by source; those of no source under undefined. */
export function bytesBySource(text: string, runs: readonly TextRun[]): Map<number | undefined, number> {
  const bytes = new Map<number | undefined, number>()
  for (const { from, to, source } of runs)
    bytes.set(source, (bytes.get(source) ?? 0) + Buffer.byteLength(text.slice(from, to)))
  return bytes
}

/** Behind these a new line changes nothing of what JavaScript means. */
const SAFE = /[;,{}()[=:]$/
/** Before these it does. */
const UNSAFE = /^(?:\+\+|--|=>)/

/** A text in which, as far as that may be, no line is of two sources. */
export interface BrokenText {
  readonly text: string
  /** By line from 0: the source that most of it is of. */
  readonly sourceOfLine: readonly (number | undefined)[]
}

/**
 * Begins a new line wherever another source begins, so that a profile, which knows lines, can tell them apart.
 * @param runs of the text
 */
export function breakLines(text: string, runs: readonly TextRun[]): BrokenText {
  const pieces: string[] = []
  const sourceOfLine: (number | undefined)[] = []
  let lengths = new Map<number | undefined, number>()
  const endLine = () => {
    const [most] = [...lengths].sort((a, b) => b[1] - a[1])
    sourceOfLine.push(most?.[0])
    lengths = new Map()
  }
  for (const { from, to, source } of runs) {
    const before = text.slice(Math.max(0, from - 40), from)
    const isAtStart = from === 0 || before.endsWith('\n')
    const piece = text.slice(from, to)
    if (!isAtStart && SAFE.test(before.trimEnd()) && !UNSAFE.test(piece)) {
      pieces.push('\n')
      endLine()
    }
    pieces.push(piece)
    for (const [index, part] of piece.split('\n').entries()) {
      if (index > 0) endLine()
      if (part.trim() !== '') lengths.set(source, (lengths.get(source) ?? 0) + part.length)
    }
  }
  endLine()
  return { text: pieces.join(''), sourceOfLine }
}

/** Offsets at which the lines of a text begin. */
export function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
