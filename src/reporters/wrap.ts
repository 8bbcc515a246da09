/** Breaks a line at spaces so that none is longer than `columns`; continued lines start with `indent`. */
export function wrap(line: string, columns: number, indent = ''): string {
  const lines: string[] = []
  let current = ''
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > columns) {
      lines.push(current)
      current = indent + word
    } else {
      current = current === '' ? word : `${current} ${word}`
    }
  }
  return [...lines, current].join('\n')
}
