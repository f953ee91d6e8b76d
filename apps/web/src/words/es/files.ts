import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const files = {
  download: 'Descargar',
  downloadNamed: (name, about) => `Descargar ${name}, ${about}`,
  gone: 'Ya no está',
  notLoaded: 'No se pudo cargar',
  tryAgain: 'Intentarlo de nuevo',
  openNamed: (name) => `Abrir ${name}`,
  more: (count) => plural(count, { one: '# más', other: '# más' }),

  zoomIn: 'Acercar',
  zoomOut: 'Alejar',
  previous: 'Imagen anterior',
  next: 'Imagen siguiente',
  place: (place, count) => `${place} de ${count}`,

  photos: (count) => (count === 1 ? 'Foto' : plural(count, { one: '# foto', other: '# fotos' })),
  videos: (count) => (count === 1 ? 'Vídeo' : plural(count, { one: '# vídeo', other: '# vídeos' })),
  sounds: (count) =>
    count === 1 ? 'Grabación' : plural(count, { one: '# grabación', other: '# grabaciones' }),
  files: (count) => plural(count, { one: '# archivo', other: '# archivos' }),
} satisfies MoreWords['files']
