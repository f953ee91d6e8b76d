import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Anything that JSON can say. */
export type Json = null | boolean | number | string | Json[] | JsonObject
/** An object of it. */
export type JsonObject = { [key: string]: Json }

/** Where real frames are kept, by what they are. */
export const CORPUS_DIRECTORY = fileURLToPath(new URL('./corpus', import.meta.url))

/** What stands for a placeholder when a frame is filled. */
export type Values = ReadonlyMap<string, Json>

/**
 * An input that once broke something, sent again before anything else on every run. `text` is one frame with placeholders, `raw`
 * the bytes of a broken one in base64; `isGreeted` says whether a hello went before it.
 */
export type FoundFrame = { what: string; isGreeted: boolean; text?: string; raw?: string }

/** The same for a server's frame that hurt a client, and for a request. */
export type FoundText = { what: string; text: string }

/** Everything recorded, and everything that was once found. */
export type Corpus = {
  commands: readonly JsonObject[]
  serverFrames: readonly Json[]
  requests: readonly string[]
  found: { frames: readonly FoundFrame[]; serverFrames: readonly FoundText[]; requests: readonly FoundText[] }
}

const read = <Content>(path: string): Content =>
  JSON.parse(readFileSync(`${CORPUS_DIRECTORY}/${path}`, 'utf8')) as Content

/** Reads the corpus from its folder. */
export function readCorpus(): Corpus {
  return {
    commands: readdirSync(`${CORPUS_DIRECTORY}/commands`).flatMap((name) =>
      read<JsonObject[]>(`commands/${name}`),
    ),
    serverFrames: read('server-frames.json'),
    requests: read('requests.json'),
    found: {
      frames: read('found/frames.json'),
      serverFrames: read('found/server-frames.json'),
      requests: read('found/requests.json'),
    },
  }
}

/** The frame with live values where placeholders stood. */
export function fill(value: Json, values: Values): Json {
  if (typeof value === 'string') return value.startsWith('{') ? (values.get(value) ?? value) : value
  if (Array.isArray(value)) return value.map((item) => fill(item, values))
  if (typeof value !== 'object' || value === null) return value
  const filled: JsonObject = {}
  for (const key in value) filled[key] = fill(value[key] ?? null, values)
  return filled
}

/** The text of a frame with live values where placeholders stood, for what is no JSON any more. */
export function fillText(text: string, values: Values): string {
  let filled = text
  for (const [placeholder, value] of values)
    filled = filled.replaceAll(
      typeof value === 'string' ? placeholder : JSON.stringify(placeholder),
      String(value),
    )
  return filled
}

/** The other way round, so that what broke something today can be said again tomorrow. Numbers stay as they are. */
export function forget(text: string, values: Values): string {
  let forgotten = text
  for (const [placeholder, value] of values)
    if (typeof value === 'string' && value !== '') forgotten = forgotten.replaceAll(value, placeholder)
  return forgotten
}
