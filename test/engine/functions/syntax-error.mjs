import { nothing } from 'node:fs'

export const handler = nothing
