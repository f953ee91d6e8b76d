import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const people = {
  who: 'Quién está aquí',
  people: 'Gente',
  hereNow: 'Aquí ahora',
  hereNowCount: (count) => `Aquí ahora · ${count}`,
  peopleHere: (count) => plural(count, { one: 'persona aquí', other: 'personas aquí' }),
  seenOnceConnected: 'Se verá en cuanto haya conexión.',
  you: 'tú',
  owner: 'anfitrión',
  changeName: 'cambiar nombre',
  more: (count) => plural(count, { one: 'y # más', other: 'y # más' }),
  incomplete: 'Puede que esta lista esté incompleta ahora mismo.',

  rooms: 'Salas',
  anotherRoom: 'Otra sala',
  youWereRemoved: 'Te han sacado',
  notConnected: 'Sin conexión',
  countHere: (count) => plural(count, { one: '# persona aquí', other: '# personas aquí' }),
  onlyYou: 'Solo estás tú',
  youAreHere: 'Estás aquí',
  unread: (count) => plural(count, { one: '# sin leer', other: '# sin leer' }),
  changeYourName: 'Cambiar nombre',
} satisfies Words['people']
