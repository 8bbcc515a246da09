import { fileURLToPath } from 'node:url'

/**
 * What takes longest, in that order. The runner goes by the size of files where it has no times of an earlier run, and
 * three lines may hold a hundred cases: one of them begun last keeps everybody waiting.
 */
export const LONGEST = [
  'engine/languages/matrix',
  'providers/killed',
  'why/what-ifs/what-ifs',
  'providers/deployed-forms',
  'own-functions/kinds-web',
  'ci-workflows',
  'why/es-modules',
  'why/common-js-modules',
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
