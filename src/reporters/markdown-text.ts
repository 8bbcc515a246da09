/**
 * Foreign text that Markdown and the HTML inside it take as text: nothing in it becomes a link, a mention, a cell, an
 * element or a line of its own.
 */
export function markdownText(text: string): string {
  return text
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? character)
    .replace(/[\\`*_[\]#|~]/g, '\\$&')
    .replace(/@(?=\w)/g, '@<!-- -->')
    .replace(/(?<=\w):(?=\/\/)/g, ':<!-- -->')
    .replace(/\bwww\./gi, (start) => `${start.slice(0, -1)}<!-- -->.`)
}

/** A list; its lines are Markdown already. */
export function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n')
}

/** Lines of foreign text, folded away under a word; an empty string where there are none. */
export function folded(summary: string, lines: readonly string[]): string {
  if (lines.length === 0) return ''
  return `<details><summary>${summary}</summary>\n\n${bullets(lines.map(markdownText))}\n\n</details>`
}

/**
 * A table of foreign text.
 * @param headings ours
 * @param words how many columns from the left hold words; the others hold numbers
 */
export function markdownTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  words: number,
): string {
  const alignment = headings.map((_, k) => (k < words ? ':---' : '---:'))
  const cells = rows.map((row) => row.map(markdownText))
  return [headings, alignment, ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n')
}
