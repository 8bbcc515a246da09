import { recordedWays } from '../core/way-facts.ts'
import { defineWay, share } from './cold-way.ts'

/**
 * The first invocation ever after a deployment: a class of its own, so it never counts as any other cold start, and
 * is planned for everything that was just deployed. A provider says `freshlyDeployed: false` of a target that has
 * been invoked before. Where no other way is planned, these visits make the warm invocations.
 */
export const first = defineWay({
  name: 'first',
  title: 'first invocation after deployment',
  facts: recordedWays.first,
  options: {},
  isOpening: true,
  plannedWays: () => [],
  stops({ way, number, replicas, isOnlyWay }, { warm }) {
    if (number > 0) return []
    const fresh = replicas.filter(
      ({ deployment, facts }) => deployment !== undefined && facts?.freshlyDeployed !== false,
    )
    return fresh.map(({ id }, index) => {
      return { target: id, way, cold: 1, warm: isOnlyWay ? share(warm, fresh.length, index) : 0 }
    })
  },
  prepare: async () => ({ ready: true, flags: [] }),
})
