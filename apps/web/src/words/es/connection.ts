import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const connection = {
  takenOver: 'Esta pestaña se abrió de nuevo en otro sitio, y la otra tomó el relevo.',
  takeOver: 'Usar esta pestaña',
  signedOut: 'Tu sesión aquí ha terminado. Empieza de nuevo y vuelve a tus salas con sus códigos.',
  startAnew: 'Empezar de nuevo',
  notLetIn: 'Este servidor no deja entrar a páginas desde aquí.',
  renewed: 'Confab se ha renovado en el servidor. Vuelve a cargar esta página para seguir.',
  ended: 'El servidor ha cerrado la conexión.',
  reload: 'Cargar de nuevo',
  tryNow: 'Probar ahora',

  lobbyOffline: 'Estás sin conexión. Puedes leer tus salas; para entrar en una hace falta la red.',
  unreachable: 'No se llega al servidor. Confab sigue intentándolo.',
  unreachableOrRefusing:
    'No se llega al servidor, o no deja entrar a páginas desde aquí. Confab sigue intentándolo.',

  offline: 'Sin conexión',
  reconnecting: 'Reconectando',
  reconnectingNow: 'Reconectando…',
  reconnectingIn: (wait) => `Reconectando en ${wait}`,
  catchingUp: 'Poniéndose al día…',
  waiting: (count) => plural(count, { one: '# mensaje en espera', other: '# mensajes en espera' }),
  mustStay: 'Este navegador no guarda nada: deja la pestaña abierta hasta entonces.',
} satisfies MoreWords['connection']
