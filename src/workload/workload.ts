import { hashFunction, type PackageFile, readPackage } from './package-files.ts'
import { measurePackage, type PackageSize } from './package-size.ts'
import type { WorkloadDescription } from './workload-description.ts'

/** The function under test, as the engine, the clouds, parity and the reports take it. */
export interface Workload extends WorkloadDescription {
  /**
   * The files of its package, sorted by path, dependencies left out. Read once.
   * @throws ColdstartError `no-function` when a file is missing
   */
  files(): Promise<readonly PackageFile[]>
  /**
   * SHA-256 of those files, their names and which of them is called, in hex: equal for equal functions, whatever
   * their dates, place and platform.
   */
  hash(): Promise<string>
  /** How many files that are, and how large; found without reading them. */
  size(): Promise<PackageSize>
}

/** A workload out of its description. Touches no file before it is asked for some. */
export function openWorkload(description: WorkloadDescription): Workload {
  let reading: Promise<readonly PackageFile[]> | undefined
  const files = () => {
    reading ??= readPackage(description)
    return reading
  }
  return {
    ...description,
    files,
    hash: async () => hashFunction(await files(), description.entry),
    size: () => measurePackage(description),
  }
}
