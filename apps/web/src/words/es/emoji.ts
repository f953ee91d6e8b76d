import type { MoreWords } from '../en-more.ts'

export const emoji: MoreWords['emoji'] = {
  title: 'Emojis',
  search: 'Buscar un emoji',
  headings: {
    recent: 'Usados hace poco',
    smileys: 'Caras',
    people: 'Personas',
    animals: 'Animales y naturaleza',
    food: 'Comida y bebida',
    travel: 'Viajes y lugares',
    activities: 'Actividades',
    objects: 'Objetos',
    symbols: 'Símbolos',
    flags: 'Banderas',
  },
  groups: 'Grupos',
  nothing: 'Nada parecido. Prueba con otra palabra.',
  unavailable: 'No se pudieron cargar los emojis.',
  tryAgain: 'Probar de nuevo',
  tone: 'Tono de piel',
  tones: ['Amarillo', 'Claro', 'Algo claro', 'Medio', 'Algo oscuro', 'Oscuro'],
}
