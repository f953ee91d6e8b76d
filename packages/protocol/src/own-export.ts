// Everything of oneself to take away, for whomever a token proves: `GET /account/export/:format`, and `GET /account/export/files/:fileId` for what one
// sent. A document comes in parts as a room does, by the same headers and refusals; all of them in a row are the document. A file comes by ranges.

/** As what it is written: a page to read, or one thing in each line. */
export const OWN_EXPORT_FORMATS = ['html', 'json-lines'] as const
/** One of `OWN_EXPORT_FORMATS`. */
export type OwnExportFormat = (typeof OWN_EXPORT_FORMATS)[number]
