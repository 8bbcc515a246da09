import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { LONGEST } from './longest-files.ts'

/** Begins the long suite with what takes longest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => LONGEST.indexOf(moduleId) + 1 || Infinity
    const sorted = await super.sort(files)
    return sorted.sort((a, b) => place(a) - place(b) || 0)
  }
}
