import { scriptedTarget } from '../../support/scripted-platform.ts'

/** Milliseconds. */
export const minute = 60_000
/** Targets of one platform that differ in nothing. */
export const three = ['a', 'b', 'c'].map((id) => scriptedTarget(id))
