/**
 * How many files and sockets this process may have open at once, and so may the engine that it starts; undefined on
 * Windows, which has no such limit. (Node itself raises it to the most that this user may have.)
 */
export function openFilesLimit(): number | undefined {
  const report = process.report.getReport() as unknown as {
    readonly userLimits?: { readonly open_files?: { readonly soft?: number | string } }
  }
  const most = report.userLimits?.open_files?.soft
  return typeof most === 'number' ? most : undefined
}
