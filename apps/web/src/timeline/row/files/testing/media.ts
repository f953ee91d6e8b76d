import type { FileId, FileRecord } from '@confab/protocol'
import { aFile, anId } from '@confab/protocol/testing'
import type { FakeRoom } from '../../../../room/testing/fake-room.ts'

/** A picture of so many pixels, made on the spot: a field of one colour with a hill. */
export async function aPicture(width: number, height: number, hue = 172): Promise<string> {
  const canvas = new OffscreenCanvas(width, height)
  const drawn = canvas.getContext('2d')
  if (!drawn) throw new Error('This browser cannot draw.')
  drawn.fillStyle = `oklch(0.86 0.06 ${hue})`
  drawn.fillRect(0, 0, width, height)
  drawn.fillStyle = `oklch(0.58 0.1 ${hue})`
  drawn.beginPath()
  drawn.moveTo(0, height)
  drawn.lineTo(width * 0.45, height * 0.35)
  drawn.lineTo(width, height)
  drawn.fill()
  drawn.beginPath()
  drawn.arc(width * 0.75, height * 0.25, Math.min(width, height) / 10, 0, 7)
  drawn.fill()
  return URL.createObjectURL(await canvas.convertToBlob({ type: 'image/png' }))
}

/** So many seconds of a tone, as a WAV file. */
export function aTone(seconds: number): Uint8Array<ArrayBuffer> {
  const rate = 8_000
  const count = Math.round(rate * seconds)
  const bytes = new Uint8Array(44 + count)
  const view = new DataView(bytes.buffer)
  const mark = (at: number, letters: string) => bytes.set(new TextEncoder().encode(letters), at)
  mark(0, 'RIFF')
  view.setUint32(4, 36 + count, true)
  mark(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  // One channel of plain bytes.
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, rate, true)
  view.setUint32(28, rate, true)
  view.setUint16(32, 1, true)
  view.setUint16(34, 8, true)
  mark(36, 'data')
  view.setUint32(40, count, true)
  for (let i = 0; i < count; i++)
    bytes[44 + i] = 128 + Math.round(60 * Math.sin((i * 440 * 2 * Math.PI) / rate))
  return bytes
}

/** A film of a moment: a field that changes its colour, by so much in each of its pictures. */
export async function aFilm(width: number, height: number, turn = 6): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  const drawn = canvas.getContext('2d')
  if (!drawn) throw new Error('This browser cannot draw.')
  const recorder = new MediaRecorder(canvas.captureStream(), { mimeType: 'video/webm' })
  const ended = new Promise<Blob>((resolve) => {
    recorder.ondataavailable = ({ data }) => resolve(data)
  })
  recorder.start()
  for (let shown = 0; shown < 15; shown++) {
    drawn.fillStyle = `oklch(0.6 0.1 ${170 + shown * turn})`
    drawn.fillRect(0, 0, width, height)
    await new Promise((next) => setTimeout(next, 33))
  }
  recorder.stop()
  return new Uint8Array(await (await ended).arrayBuffer())
}

let count = 0

/** A file of its own id that the room can lead to, once there is an address of it. */
export function fileIn(room: FakeRoom, fields: Partial<FileRecord>, address?: string): FileRecord {
  count += 1
  const file = aFile({ fileId: anId<FileId>(`file-${count}`), ...fields })
  if (address) room.fileAddresses.set(file.fileId, address)
  return file
}

/** A picture somebody sent, with its address. */
export async function pictureIn(
  room: FakeRoom,
  width: number,
  height: number,
  hue?: number,
): Promise<FileRecord> {
  const name = `picture ${width}x${height}.png`
  return fileIn(room, { name, mediaType: 'image/png', width, height }, await aPicture(width, height, hue))
}

/** Sound, a paper or a film, with its address. What is not told of it here nobody knows. */
export function paperIn(
  room: FakeRoom,
  { bytes: told, ...fields }: Partial<FileRecord>,
  bytes: Uint8Array<ArrayBuffer>,
): FileRecord {
  const { width: _width, height: _height, ...file } = fileIn(room, { bytes: told ?? bytes.length })
  const type = fields.mediaType ?? ''
  room.fileAddresses.set(file.fileId, URL.createObjectURL(new Blob([bytes], { type })))
  return { ...file, ...fields }
}
