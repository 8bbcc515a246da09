/**
 * The ids of a function's replicas: `vercel/fra1`, `vercel/fra1#2`, `vercel/fra1#3`.
 * @param parts what sets the group apart; undefined ones are left out
 */
export function targetIds(parts: readonly (string | undefined)[], replicas: number): readonly string[] {
  const group = parts.filter((part) => part !== undefined).join('/')
  return Array.from({ length: replicas }, (_, replica) => (replica === 0 ? group : `${group}#${replica + 1}`))
}
