/**
 * The first line of a transpiled module: makes stack traces name the lines of its source. The map beside the module is
 * read when a trace is first asked for; Node's own --enable-source-maps reads it while the module loads, which would be
 * measured.
 * @param format of the module that it stands in
 */
export function mapStacks(format: 'esm' | 'cjs'): string {
  const [imports, self] =
    format === 'esm'
      ? [
          `import{SourceMap as __csMap}from'node:module';import{readFileSync as __csRead}from'node:fs';import{fileURLToPath as __csPath}from'node:url';`,
          'import.meta.url',
        ]
      : [
          `const{SourceMap:__csMap}=require('node:module'),{readFileSync:__csRead}=require('node:fs'),{fileURLToPath:__csPath}=require('node:url');`,
          '__filename',
        ]
  return `${imports}(${installMapping.toString()})(Error,${self},__csMap,__csRead,__csPath);`
}

type SourceMapClass = new (
  payload: object,
) => {
  findEntry(
    line: number,
    column: number,
  ): { originalSource?: string; originalLine: number; originalColumn: number }
}

/** Runs in the function's process: it may use nothing but what it is given. */
function installMapping(
  error: { prepareStackTrace?: ((error: Error, frames: NodeJS.CallSite[]) => unknown) | undefined },
  self: string,
  map: SourceMapClass,
  read: (path: string, encoding: 'utf8') => string,
  toPath: (url: string) => string,
): void {
  const path = self.startsWith('file:') ? toPath(self) : self
  let found: InstanceType<SourceMapClass> | undefined
  error.prepareStackTrace = (thrown, frames) => {
    const lines = frames.map((frame) => {
      const [line, column] = [frame.getLineNumber() ?? 0, frame.getColumnNumber() ?? 0]
      if (frame.getFileName() !== self) return `\n    at ${frame}`
      try {
        found ??= new map(JSON.parse(read(`${path}.map`, 'utf8')))
        const { originalSource, originalLine, originalColumn } = found.findEntry(line - 1, column - 1)
        const place = new URL(originalSource ?? '', `file://${path}`).pathname
        return `\n    at ${String(frame).replace(`${self}:${line}:${column}`, `${place}:${originalLine + 1}:${originalColumn + 1}`)}`
      } catch {
        return `\n    at ${frame}`
      }
    })
    return `${thrown}${lines.join('')}`
  }
}
