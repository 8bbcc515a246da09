import { readFileSync } from 'node:fs'

/** What Google publishes of the calls we make: HTTP bindings and request messages (proto3 JSON names). */
export interface ApiDescriptions {
  methods: MethodDescription[]
  messages: Record<string, MessageDescription>
  enums: Record<string, string[]>
}

export interface MethodDescription {
  host: string
  rpc: string
  verb: string
  /** As in google.api.http, `/v2/{name=projects/*}:verb`. */
  path: string
  request: string
  /** The request field that is the body; `*` for the whole message. */
  body?: string
}

interface MessageDescription {
  fields: Record<string, FieldDescription>
  oneofs: string[][]
}

export interface FieldDescription {
  type: string
  repeated?: true
  map?: true
  required?: true
  outputOnly?: true
}

/** Taken from Google's packages by extract-descriptions.ts; a test compares it with them when they are installed. */
export const apiDescriptions = JSON.parse(
  readFileSync(new URL('./api-descriptions.golden.json', import.meta.url), 'utf8'),
) as ApiDescriptions
