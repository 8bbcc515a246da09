const USAGE = '(process.threadCpuUsage ?? process.cpuUsage)()'

/**
 * JavaScript, a block, that burns so much processor time: of its thread where Node tells, else of its process. How long
 * a known amount of work takes is not known: a machine that shares its cores with others may be half as fast in the next
 * moment. The work is native, since what V8 compiles and collects beside it counts too where it is the process's.
 */
export function burn(cpuMs: number): string {
  const start = `const bytes = Buffer.alloc(${1 << 18}), cpuMs = () => { const { user, system } = ${USAGE}; return (user + system) / 1000 }`
  return `{ ${start}; for (const end = cpuMs() + ${cpuMs}; cpuMs() < end; ) bytes.swap16() }\n`
}

/** JavaScript, a block, that asks the clock until so much time is over, however long it has no processor. */
export function burnByClock(ms: number): string {
  return `{ for (const end = performance.now() + ${ms}; performance.now() < end; ); }\n`
}
