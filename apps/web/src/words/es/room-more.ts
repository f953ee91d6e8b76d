import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const room = {
  toStart: 'Volver al inicio',
  tooManyTitle: 'Demasiadas salas a la vez',
  tooMany: 'Esta pestaña no puede tener más salas. Vuelve a cargar la página y abre primero esta sala.',
  bannedTitle: 'Te han sacado de esta sala para siempre',
  banned: 'Lo decidieron quienes cuidan de esta sala. No puedes volver a entrar.',
  removedTitle: 'Te han sacado de esta sala',
  removed: 'Quienes cuidan de ella te han sacado. Con el código puedes pedir entrar otra vez.',
  refusedTitle: 'Esta sala no te dejó entrar',
  refused:
    'Puede que ya no exista, o que el servidor ya no te conozca aquí. Con su código puedes volver a pedirlo.',
  unsent: (count) => plural(count, { one: 'Un texto no se envió', other: '# textos no se enviaron' }),
  enterWithCode: 'Entrar con el código',
  removedLabel: 'Fuera de esta sala',
  removedFoot: 'Puedes leer lo que se dijo hasta entonces. Aquí ya no llega nada nuevo.',
  joinAgain: 'Entrar otra vez',
  titleLabel: 'Título de la sala',
  titlePlaceholder: '¿De qué va esta sala?',
  titleOffline: 'Sin conexión. Prueba otra vez en un momento.',
  titleRefused: 'El servidor no aceptó este título.',
} satisfies MoreWords['room']
