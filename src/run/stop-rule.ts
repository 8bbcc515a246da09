import type { Visit } from '../plan/plan.ts'
import type { Session } from './session.ts'

export function mayStop(_session: Session, _visit: Visit): boolean {
  return false
}
