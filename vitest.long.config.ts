import { suite } from './vitest.config.ts'

/** What takes long or needs more than Node: every kill point, bursts, soaks, oracles. `npm run test:all` ends with it. */
export default suite('long', ['test/**/*.long.test.ts'], [])
