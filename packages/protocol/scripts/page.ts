import * as protocol from '../src/index.ts'
import { EXAMPLE_SESSION, type Exchange } from './example-session.ts'
import { describeSchema, fieldsOf, RECORDS, type Schema, WORDS } from './schema-words.ts'

const table = (head: string[], rows: string[][]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

/** Names of rules and of exported things, set apart from the words around them. */
const dressed = (text: string) => text.replaceAll(/(?<!`)\b([A-Z]+(?:_[A-Z]+)+)\b(?!`)/g, '`$1`')

/** The name under which the protocol exports a schema. */
function exportedName(schema: unknown): string {
  const found = Object.entries(protocol).find(([, value]) => value === schema)
  if (!found) throw new Error('A schema on the wire is not exported.')
  return found[0]
}

/** One frame of the example; the events of a server frame stand on a line each. */
function exampleOf({ from, frame, note }: Exchange): string {
  const json =
    from === 'client'
      ? JSON.stringify(frame)
      : `[\n${frame.map((event) => JSON.stringify(event)).join(',\n')}\n]`
  return `${note}\n\n${from === 'client' ? 'Client →' : '← Server'}\n\n\`\`\`json\n${json}\n\`\`\``
}

/** Writes the parts of the page that follow from the sources. */
export function renderParts(docstrings: ReadonlyMap<string, string>): Record<string, string> {
  const saidOf = (name: string) => {
    const text = docstrings.get(name)
    if (!text) throw new Error(`${name} is on the wire without a word about it.`)
    return dressed(text)
  }

  const fieldTable = (schema: Schema) => {
    const fields = fieldsOf(schema).filter(({ name }) => name !== 'type')
    if (fields.length === 0) return 'No fields but its `type`.'
    return table(
      ['Field', 'What it may be'],
      fields.map((field) => [
        `\`${field.name}\`${field.isOptional ? ' (optional)' : ''}`,
        describeSchema(field.schema),
      ]),
    )
  }

  const frames = (schemas: Record<string, object>) =>
    Object.entries(schemas as Record<string, Schema>)
      .map(([type, schema]) => `### ${type}\n\n${saidOf(exportedName(schema))}\n\n${fieldTable(schema)}`)
      .join('\n\n')

  const records = RECORDS.map(([name, schema]) => {
    const shape = schema.properties ? fieldTable(schema) : `One of ${describeSchema(schema, true)}.`
    return `### ${name}\n\n${saidOf(name)}\n\n${shape}`
  })

  const values: Record<string, unknown> = protocol
  // In the order of the sources: that of a module's exports is another in every tool.
  const limits = [...docstrings.keys()]
    .filter((name) => /_(MAX|MS)$/.test(name) && typeof values[name] === 'number')
    .map((name) => [`\`${name}\``, Number(values[name]).toLocaleString('en'), saidOf(name)])

  return {
    version: `\`${protocol.SUBPROTOCOL}\``,
    history: protocol.HISTORY.map((line) => `- ${line}`).join('\n'),
    commands: frames(protocol.COMMANDS),
    events: frames(protocol.EVENTS),
    records: records.join('\n\n'),
    words: WORDS.map(
      ([name, schema]) => `### ${name}\n\n${saidOf(name)}\n\n*${describeSchema(schema, true)}*`,
    ).join('\n\n'),
    pushNote: `${saidOf('PushNote')}\n\n${fieldTable(protocol.PushNote as Schema)}`,
    handoff: fieldTable(protocol.Handoff as Schema),
    handoffLooked: fieldTable(protocol.HandoffLooked as Schema),
    account: fieldTable(protocol.Account as Schema),
    serverAbout: fieldTable(protocol.ServerAbout as Schema),
    roomContract: fieldTable(protocol.RoomContract as Schema),
    askDeeds: fieldTable(protocol.AskDeeds as Schema),
    deed: fieldTable(protocol.Deed as unknown as Schema),
    makeReport: (protocol.MakeReport.anyOf as unknown as Schema[]).map(fieldTable).join('\n\nor\n\n'),
    handedOff: fieldTable(protocol.HandedOff as Schema),
    uploadRequest: fieldTable(protocol.UploadRequest as Schema),
    uploadState: fieldTable(protocol.UploadState as Schema),
    uploadRefusals: table(
      ['Status', 'Code', 'Kind', 'What it means'],
      Object.entries(protocol.UPLOAD_REFUSALS).map(([code, { status, kind }]) => [
        String(status),
        `\`${code}\``,
        kind,
        protocol.UPLOAD_REFUSAL_MEANINGS[code as protocol.UploadRefusalCode],
      ]),
    ),
    limits: table(['Limit', 'Value', 'Why'], limits),
    closeCodes: table(
      ['Code', 'What to do', 'What it means'],
      Object.entries(protocol.CLOSE_MEANINGS).map(([code, meaning]) => [
        code,
        protocol.closeAction(Number(code)),
        meaning,
      ]),
    ),
    refusals: table(
      ['Code', 'Kind', 'What it means'],
      Object.entries(protocol.REFUSAL_MEANINGS).map(([code, meaning]) => [
        `\`${code}\``,
        protocol.refusalKind(code),
        meaning,
      ]),
    ),
    example: EXAMPLE_SESSION.map(exampleOf).join('\n\n'),
  }
}

/** Puts the parts into the framing. Every part has its place, and every place its part. */
export function fillIn(framing: string, parts: Record<string, string>): string {
  const unused = new Set(Object.keys(parts))
  const page = framing.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const part = parts[name]
    if (part === undefined) throw new Error(`There is no part named ${name}.`)
    unused.delete(name)
    return part
  })
  if (unused.size > 0) throw new Error(`The framing has no place for ${[...unused].join(', ')}.`)
  return page
}
