import { describe } from 'vitest'
import { describeSomeKills } from '../support/kill/describe-kills.ts'

describe('stopped as if killed', () => describeSomeKills('freeze', 5))
