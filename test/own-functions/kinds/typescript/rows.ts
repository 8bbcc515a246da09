import { kindsOf } from '../kind.ts'

export const typescript = kindsOf({ contract: 'lambda', from: 'what tsc and esbuild make of it' })
export const PACKAGE = { 'package.json': '{"name":"t"}' }
export const MODULE = { 'package.json': '{"name":"t","type":"module"}' }
