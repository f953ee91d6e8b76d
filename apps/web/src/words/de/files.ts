import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const files = {
  download: 'Herunterladen',
  downloadNamed: (name, about) => `${name} herunterladen, ${about}`,
  gone: 'Nicht mehr da',
  notLoaded: 'Ließ sich nicht laden',
  tryAgain: 'Noch einmal versuchen',
  openNamed: (name) => `${name} öffnen`,
  more: (count) => plural(count, { one: '# weiteres', other: '# weitere' }),

  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
  previous: 'Voriges Bild',
  next: 'Nächstes Bild',
  place: (place, count) => `${place} von ${count}`,

  photos: (count) => (count === 1 ? 'Foto' : plural(count, { one: '# Foto', other: '# Fotos' })),
  videos: (count) => (count === 1 ? 'Film' : plural(count, { one: '# Film', other: '# Filme' })),
  sounds: (count) => (count === 1 ? 'Aufnahme' : plural(count, { one: '# Aufnahme', other: '# Aufnahmen' })),
  files: (count) => plural(count, { one: '# Datei', other: '# Dateien' }),
} satisfies MoreWords['files']
