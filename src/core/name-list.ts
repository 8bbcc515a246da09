/** So many targets, changes or names are read one by one; of more, a person is shown some and told of the others. */
export const READ_ONE_BY_ONE = 20

/** Of many things so many are named. */
export const NAMED_OF_MANY = 8

/** `a, b and c`; of more than 20, the first 8 and how many more there are. */
export function list(items: readonly string[]): string {
  if (items.length > READ_ONE_BY_ONE)
    return `${items.slice(0, NAMED_OF_MANY).join(', ')} and ${items.length - NAMED_OF_MANY} more`
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}
