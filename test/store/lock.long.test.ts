import { describeRaces, kinds } from '../support/lock-races.ts'

describeRaces(kinds, { trials: 100, deaths: 6 })
