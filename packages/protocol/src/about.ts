import { type Static, Type } from 'typebox'

/**
 * `GET /about`: what whoever runs the server says of it, to anybody. `creation`: whether everybody may make rooms, or who has a key.
 * `termsUrl`: `https:` or `http:`, where the terms stand. `contact`: `mailto:` or `https:`, where those who run it are reached. Show nothing else as a link.
 */
export const ServerAbout = Type.Object({
  creation: Type.Union([Type.Literal('open'), Type.Literal('key')]),
  termsUrl: Type.Union([Type.String(), Type.Null()]),
  contact: Type.Union([Type.String(), Type.Null()]),
})
/** See the schema of the same name. */
export type ServerAbout = Static<typeof ServerAbout>
