import {
  createId,
  type FileId,
  type RoomId,
  UPLOAD_PIECE_BYTES_MAX,
  type UploadState,
} from '@confab/protocol'

/** What somebody sends; by default all of it in pieces of a MiB. */
export type Sending = { name?: string; mediaType?: string; fileId?: FileId; pieceBytes?: number }

/** Somebody who sends files over HTTP, as a client does. */
export class Sender {
  readonly #origin: string
  readonly #token: string
  readonly #roomId: RoomId

  constructor(origin: string, token: string, roomId: RoomId) {
    this.#origin = origin
    this.#token = token
    this.#roomId = roomId
  }

  /** One request about an upload. */
  ask(
    method: string,
    fileId: string,
    body?: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(`${this.#origin}/uploads/${fileId}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, ...headers },
      ...(body !== undefined && { body }),
    })
  }

  announce(fileId: string, bytes: number, { name = 'photo.png', mediaType = '' }: Sending = {}) {
    const body = JSON.stringify({ roomId: this.#roomId, name, mediaType, bytes })
    return this.ask('PUT', fileId, body, { 'content-type': 'application/json' })
  }

  piece(fileId: string, offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
    const headers = { 'content-type': 'application/octet-stream', 'upload-offset': String(offset) }
    return this.ask('PATCH', fileId, bytes, headers)
  }

  /** Sends a whole file; the answer to its last request. */
  async send(
    bytes: Uint8Array<ArrayBuffer>,
    sending: Sending = {},
  ): Promise<{ fileId: FileId; answer: Response }> {
    const { fileId = createId<FileId>(), pieceBytes = UPLOAD_PIECE_BYTES_MAX } = sending
    let answer = await this.announce(fileId, bytes.length, sending)
    for (let offset = 0; answer.ok && offset < bytes.length; offset += pieceBytes)
      answer = await this.piece(fileId, offset, bytes.slice(offset, offset + pieceBytes))
    return { fileId, answer }
  }

  /** The record of a file that is taken; anything else is a failure of the test. */
  async sendWell(bytes: Uint8Array<ArrayBuffer>, sending: Sending = {}) {
    const { answer } = await this.send(bytes, sending)
    const state = (await answer.json()) as UploadState
    if (!state.file) throw new Error(`not taken: ${answer.status} ${JSON.stringify(state)}`)
    return state.file
  }
}
