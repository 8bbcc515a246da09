/** What the side of `--against` is called that is not of a revision. */
export const WORKING_TREE = 'working tree'
