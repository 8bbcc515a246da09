import { AwsRefusal } from './aws-refusal.ts'
import type { AwsCall } from './read-call.ts'
import { type ServiceModel, type Shape, serviceModels } from './service-models.ts'

/**
 * Refuses what AWS would: members that are missing, unknown or of another type, and values outside their pattern,
 * length, range or enum, all as AWS's own service model has them.
 * @throws AwsRefusal `ValidationException`
 */
export function checkInput(call: AwsCall): void {
  const model = serviceModels[call.service] as ServiceModel
  const shape = model.operations[call.operation]?.input
  if (shape) check(call.input, shape, call.operation, model)
}

function check(value: unknown, shapeName: string, path: string, model: ServiceModel): void {
  const shape = model.shapes[shapeName] as Shape
  if (shape.type === 'structure') checkStructure(value, shape, path, model)
  else if (shape.type === 'list') checkList(value, shape, path, model)
  else if (shape.type === 'map') checkMap(value, shape, path, model)
  else if (shape.type === 'string') checkString(value, shape, path)
  else if (shape.type === 'integer' || shape.type === 'long') checkNumber(value, shape, path)
  else if (shape.type === 'boolean') refuseUnless(isBoolean(value), path, 'a boolean', value)
  else if (shape.type === 'blob')
    refuseUnless(typeof value === 'string' && /^[\w+/=]*$/.test(value), path, 'base64', '…')
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean' || value === 'true' || value === 'false'
}

function checkStructure(value: unknown, shape: Shape, path: string, model: ServiceModel): void {
  refuseUnless(isRecord(value), path, 'a structure', value)
  const given = value as Record<string, unknown>
  const members = shape.members ?? {}
  const byName = new Map(
    Object.entries(members).map(([name, member]) => [
      member.location === undefined ? (member.locationName ?? name) : name,
      member,
    ]),
  )
  for (const name of shape.required ?? []) refuseUnless(name in given, `${path}.${name}`, 'given', undefined)
  for (const [name, inner] of Object.entries(given)) {
    const member = byName.get(name)
    refuseUnless(member !== undefined, `${path}.${name}`, 'a member of the request', inner)
    if (member) check(inner, member.shape, `${path}.${name}`, model)
  }
}

function checkList(value: unknown, shape: Shape, path: string, model: ServiceModel): void {
  refuseUnless(Array.isArray(value), path, 'a list', value)
  const items = value as unknown[]
  checkSize(items.length, shape, path)
  for (const item of items) check(item, shape.member?.shape ?? '', `${path}[]`, model)
}

function checkMap(value: unknown, shape: Shape, path: string, model: ServiceModel): void {
  refuseUnless(isRecord(value), path, 'a map', value)
  for (const [key, inner] of Object.entries(value as object)) {
    check(key, shape.key?.shape ?? '', `${path} key`, model)
    check(inner, shape.value?.shape ?? '', `${path}.${key}`, model)
  }
}

function checkString(value: unknown, shape: Shape, path: string): void {
  refuseUnless(typeof value === 'string', path, 'a string', value)
  const text = value as string
  checkSize(text.length, shape, path)
  if (shape.pattern) refuseUnless(asRegExp(shape.pattern).test(text), path, shape.pattern, text)
  if (shape.enum) refuseUnless(shape.enum.includes(text), path, `one of ${shape.enum.join(', ')}`, text)
}

/** AWS's patterns are Java's: POSIX-like classes and code points beyond JavaScript's reading are taken for "any". */
function asRegExp(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`, 'su')
  } catch {
    try {
      return new RegExp(`^(?:${pattern})$`, 's')
    } catch {
      return /^/
    }
  }
}

function checkNumber(value: unknown, shape: Shape, path: string): void {
  const number = Number(value)
  refuseUnless(Number.isInteger(number), path, 'an integer', value)
  checkSize(number, shape, path)
}

function checkSize(size: number, { min, max }: Shape, path: string): void {
  refuseUnless(min === undefined || size >= min, path, `at least ${min}`, size)
  refuseUnless(max === undefined || size <= max, path, `at most ${max}`, size)
}

function refuseUnless(holds: boolean, path: string, wanted: string, value: unknown): void {
  if (holds) return
  const found = value === undefined ? 'nothing' : JSON.stringify(value)
  throw new AwsRefusal(400, 'ValidationException', `${path}: ${found} must be ${wanted}`)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
