const LINE_END = Buffer.from('\r\n')

/** Cuts what a Redis sends into its replies and pushes, and reads no more of them than where they end. */
export class RespFrames {
  #rest: Buffer = Buffer.alloc(0)

  /** The frames that are whole now. */
  read(data: Buffer): Buffer[] {
    this.#rest = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data])
    const frames: Buffer[] = []
    for (;;) {
      const end = frameEnd(this.#rest, 0)
      if (end === null) return frames
      frames.push(this.#rest.subarray(0, end))
      this.#rest = this.#rest.subarray(end)
    }
  }
}

/** Whether a frame carries what somebody published. */
export function isPublished(frame: Buffer): boolean {
  const head = frame.subarray(0, 40).toString('latin1')
  return /^[*>]\d+\r\n\$\d+\r\n[sp]?message\r\n/.test(head)
}

/** Where the frame that begins here ends; null while it is not whole. */
function frameEnd(data: Buffer, start: number): number | null {
  const lineEnd = data.indexOf(LINE_END, start)
  if (lineEnd === -1) return null
  const next = lineEnd + LINE_END.length
  const type = String.fromCharCode(data[start] ?? 0)
  const count = Number(data.toString('latin1', start + 1, lineEnd))
  switch (type) {
    case '+':
    case '-':
    case ':':
    case '_':
    case '#':
    case ',':
    case '(':
      return next
    case '$':
    case '!':
    case '=': {
      const end = count < 0 ? next : next + count + LINE_END.length
      return end <= data.length ? end : null
    }
    case '*':
    case '~':
    case '>':
      return itemsEnd(data, next, count)
    case '%':
      return itemsEnd(data, next, 2 * count)
    case '|': {
      const attributes = itemsEnd(data, next, 2 * count)
      return attributes === null ? null : frameEnd(data, attributes)
    }
    default:
      throw new Error(`no Redis begins a reply with ${JSON.stringify(type)}`)
  }
}

function itemsEnd(data: Buffer, start: number, count: number): number | null {
  let end: number | null = start
  for (let i = 0; i < count && end !== null; i++) end = frameEnd(data, end)
  return end
}
