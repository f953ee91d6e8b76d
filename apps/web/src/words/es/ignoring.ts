import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const ignoring = {
  further: 'Ignorar…',
  ignore: 'Ignorar',
  heed: 'Dejar de ignorar',
  title: (name) => `¿Ignorar a ${name}?`,
  means: (name) =>
    `Lo que ${name} escribe en esta sala se pliega en todos tus dispositivos, no cuenta como nuevo y no te avisa de nada. Nadie se entera, tampoco ${name}.`,
  heedTitle: (name) => `¿Dejar de ignorar a ${name}?`,
  heedMeans: (name) => `Vuelves a ver lo que ${name} escribe, y lo que escribió entretanto.`,
  line: (count) =>
    plural(count, {
      one: '# mensaje de alguien a quien ignoras',
      other: '# mensajes de alguien a quien ignoras',
    }),
  show: 'Mostrar',
  list: 'Ignorados aquí',
  failed: 'No ha funcionado. Revisa tu conexión e inténtalo de nuevo.',
} satisfies MoreWords['ignoring']
