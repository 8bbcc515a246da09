import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * What takes longest, in that order. The runner goes by the size of files where it has no times of an earlier run, and
 * three lines may hold a hundred cases: one of them begun last keeps everybody waiting.
 */
const LONGEST = [
  'engine/languages/matrix',
  'providers/killed',
  'why/what-ifs/what-ifs',
  'providers/deployed-forms',
  'own-functions/kinds-web',
  'ci-workflows',
  'why/module-kinds',
  'platforms/windows',
  'ci-recipe',
  'providers/deployed-against',
  'providers/lambda/moto',
  'queue/vantage-troubles',
  'providers/settings-take-effect',
  'queue/vantage',
  'own-functions/kinds-project',
  'cli/bench/against',
  'engine/languages',
  'course',
  'own-functions/kinds-lambda',
  'why/python',
].map((name) => fileURLToPath(new URL(`../${name}.long.test.ts`, import.meta.url)).replaceAll('\\', '/'))

/** Begins the long suite with what takes longest. @throws Error where a file of the list is there no longer */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const gone = LONGEST.filter((path) => !existsSync(path))
    if (gone.length > 0) throw new Error(`test/support/longest-first.ts names what is not there: ${gone}`)
    const place = ({ moduleId }: TestSpecification) => LONGEST.indexOf(moduleId) + 1 || Infinity
    const sorted = await super.sort(files)
    return sorted.sort((a, b) => place(a) - place(b) || 0)
  }
}
