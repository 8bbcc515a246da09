import { readFileSync } from 'node:fs'

/** A shape of AWS's own service model, without its prose. */
export interface Shape {
  readonly type: string
  readonly required?: readonly string[]
  readonly members?: Readonly<Record<string, Member>>
  readonly member?: Member
  readonly key?: Member
  readonly value?: Member
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  readonly enum?: readonly string[]
}

export interface Member {
  readonly shape: string
  readonly location?: string
  readonly locationName?: string
}

export interface Operation {
  readonly method: string
  readonly uri: string
  readonly input?: string
}

export interface ServiceModel {
  readonly protocol: 'rest-json' | 'query' | 'json'
  readonly operations: Readonly<Record<string, Operation>>
  readonly shapes: Readonly<Record<string, Shape>>
}

const file = new URL('./service-models.golden.json', import.meta.url)

/** Extracted from botocore by test/oracles/aws/extract-service-models.py. */
export const serviceModels: Readonly<Record<string, ServiceModel>> = JSON.parse(
  readFileSync(file, 'utf8'),
).services
