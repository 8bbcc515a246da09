import { describe } from 'vitest'
import { describeKills } from '../support/kill/describe-kills.ts'

describe('killed with SIGKILL', () => describeKills('SIGKILL'))
