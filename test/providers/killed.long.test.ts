import { describe } from 'vitest'
import { describeKills } from '../support/kill/describe-kills.ts'

describe('stopped as if killed', () => describeKills('freeze'))

describe('killed with SIGKILL', () => describeKills('SIGKILL'))
