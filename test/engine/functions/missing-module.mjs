import './nowhere.mjs'
export const handler = async () => 1
