import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const ignoring = {
  further: 'Ignorieren …',
  ignore: 'Ignorieren',
  heed: 'Nicht mehr ignorieren',
  title: (name) => `${name} ignorieren?`,
  means: (name) =>
    `Was ${name} in diesem Raum schreibt, wird auf allen deinen Geräten eingeklappt, zählt nicht als neu und meldet sich nicht. Weder ${name} noch sonst jemand erfährt davon.`,
  heedTitle: (name) => `${name} nicht mehr ignorieren?`,
  heedMeans: (name) => `Du siehst wieder, was ${name} schreibt, auch was inzwischen kam.`,
  line: (count) =>
    plural(count, {
      one: '# Nachricht von jemandem, den du ignorierst',
      other: '# Nachrichten von jemandem, den du ignorierst',
    }),
  show: 'Zeigen',
  list: 'Hier ignoriert',
  failed: 'Das hat nicht geklappt. Prüf deine Verbindung und versuch es noch einmal.',
} satisfies MoreWords['ignoring']
