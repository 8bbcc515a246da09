/** So many targets, changes or names are read one by one; of more, a person is shown some and told of the others. */
export const READ_ONE_BY_ONE = 20
