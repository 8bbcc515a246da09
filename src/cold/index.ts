import { burst } from './burst.ts'
import { evict } from './evict.ts'
import { first } from './first.ts'
import { idle } from './idle.ts'

/** Every way of getting cold there is, in the order in which reports show them. */
export const coldWays = [idle, evict, burst, first] as const
