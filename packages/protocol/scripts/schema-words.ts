import * as protocol from '../src/index.ts'

/** The parts of JSON Schema that the wire uses. */
export type Schema = {
  type?: string
  const?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  maxItems?: number
  items?: Schema
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
}

/** What the page has a section about, by the schema itself: a field refers to it instead of spelling it out. */
const NAMED = Object.entries({
  RoomId: protocol.RoomId,
  MemberId: protocol.MemberId,
  MessageId: protocol.MessageId,
  FileId: protocol.FileId,
  KnockId: protocol.KnockId,
  TabId: protocol.TabId,
  Epoch: protocol.Epoch,
  IdentityToken: protocol.IdentityToken,
  RoomCode: protocol.RoomCode,
  Sequence: protocol.Sequence,
  Cursor: protocol.Cursor,
  Ref: protocol.Ref,
  Role: protocol.Role,
  RefusalCode: protocol.RefusalCode,
  MessageRecord: protocol.MessageRecord,
  FileRecord: protocol.FileRecord,
  MemberRecord: protocol.MemberRecord,
  RoomRecord: protocol.RoomRecord,
  ConfabRecord: protocol.ConfabRecord,
  Knock: protocol.Knock,
  Page: protocol.Page,
  RoomSummary: protocol.RoomSummary,
}) as [name: string, schema: Schema][]

/** Small words with a line of their own on the page. */
export const WORDS = NAMED.slice(0, 14)

/** Records and what holds them, with a table of fields each. */
export const RECORDS = NAMED.slice(14)

// The second heading of a name gets a number, and the event `page` comes first.
const linkTo = (name: string) => `[${name}](#${name === 'Page' ? 'page-1' : name.toLowerCase()})`

function boundsOf(unit: string, least: number | undefined, most: number | undefined): string {
  const figure = (value: number) =>
    value === Number.MAX_SAFE_INTEGER ? '2⁵³ − 1' : value.toLocaleString('en')
  if (least !== undefined && most !== undefined) return `${unit}, ${figure(least)} to ${figure(most)}`
  if (least !== undefined) return `${unit}, at least ${figure(least)}`
  if (most !== undefined) return `${unit}, at most ${figure(most)}`
  return unit
}

/** What a value may be, in words: a link where the page says more. */
export function describeSchema(schema: Schema, isItsOwn = false): string {
  const named = NAMED.find(([, known]) => known === schema)
  if (named && !isItsOwn) return linkTo(named[0])
  if (schema.const !== undefined) return `\`"${schema.const}"\``
  if (schema.anyOf) return schema.anyOf.map((part) => describeSchema(part)).join(' or ')
  switch (schema.type) {
    case 'array':
      return `${boundsOf('list', undefined, schema.maxItems)}, of ${describeSchema(schema.items ?? {})}`
    case 'object':
      return `{ ${fieldsOf(schema)
        .map((field) => `${field.name}${field.isOptional ? '?' : ''}: ${describeSchema(field.schema)}`)
        .join(', ')} }`
    case 'integer':
      return boundsOf('whole number', schema.minimum, schema.maximum)
    case 'string':
      if (schema.pattern) return `text, \`/${schema.pattern}/\``
      return boundsOf('text', schema.minLength, schema.maxLength)
    case 'boolean':
      return 'true or false'
    case 'null':
      return 'null'
    default:
      throw new Error(`The page has no words for ${JSON.stringify(schema)}.`)
  }
}

/** The fields of an object, in the order they are written in. */
export function fieldsOf(schema: Schema): { name: string; schema: Schema; isOptional: boolean }[] {
  return Object.entries(schema.properties ?? {}).map(([name, field]) => ({
    name,
    schema: field,
    isOptional: !schema.required?.includes(name),
  }))
}
