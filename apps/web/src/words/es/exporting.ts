import type { MoreWords } from '../en-more.ts'

export const exporting = {
  title: 'Llevarse lo que se dijo',
  means: 'Todo lo dicho en esta sala, en un archivo. Lo borrado no está en él.',
  who: 'Quién puede llevarse lo dicho',
  whoMeans: 'En un archivo, y no más de lo que puede leer aquí. Vale enseguida.',
  whos: {
    owner: 'Quien posee la sala',
    moderators: 'Quien la posee y moderadores',
    members: 'Todos los miembros',
  },
  formats: {
    html: 'Una página, con sus imágenes',
    markdown: 'Markdown, sin imágenes',
    'json-lines': 'Líneas JSON, para programas',
  },
  start: 'Exportar',
  again: 'Exportar otra vez',
  coming: 'Deja esto abierto hasta que se guarde.',
  waiting: 'Se ha perdido la conexión. Seguirá por sí solo.',
  stop: 'Detener',
  saved: 'Guardado:',
  forbidden: 'No puedes llevarte esta sala, o ya no.',
  gone: 'El servidor volvió a un estado anterior. Empieza de nuevo.',
  failed: 'No ha funcionado. Inténtalo más tarde.',
} satisfies MoreWords['exporting']
