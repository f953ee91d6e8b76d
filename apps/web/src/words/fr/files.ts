import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const files = {
  download: 'Télécharger',
  downloadNamed: (name, about) => `Télécharger ${name}, ${about}`,
  gone: 'N’est plus là',
  notLoaded: 'Impossible à charger',
  tryAgain: 'Réessayer',
  openNamed: (name) => `Ouvrir ${name}`,
  more: (count) => plural(count, { one: '# de plus', other: '# de plus' }),

  zoomIn: 'Agrandir',
  zoomOut: 'Réduire',
  previous: 'Image précédente',
  next: 'Image suivante',
  place: (place, count) => `${place} sur ${count}`,

  photos: (count) => (count === 1 ? 'Photo' : plural(count, { one: '# photo', other: '# photos' })),
  videos: (count) => (count === 1 ? 'Vidéo' : plural(count, { one: '# vidéo', other: '# vidéos' })),
  sounds: (count) =>
    count === 1 ? 'Enregistrement' : plural(count, { one: '# enregistrement', other: '# enregistrements' }),
  files: (count) => plural(count, { one: '# fichier', other: '# fichiers' }),
} satisfies MoreWords['files']
