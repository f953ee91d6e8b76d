import type { Isolated } from '../isolate.ts'
import { plural } from './plural.ts'

/** `about` is a kind and a size. The last four stand in the place of a message's words where it has none. */
export const files = {
  download: 'Download',
  downloadNamed: (name: Isolated, about: string) => `Download ${name}, ${about}`,
  gone: 'No longer there',
  notLoaded: 'Could not be loaded',
  tryAgain: 'Try again',
  openNamed: (name: Isolated) => `Open ${name}`,
  more: (count: number) => plural(count, { one: '# more', other: '# more' }),

  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  previous: 'Previous picture',
  next: 'Next picture',
  place: (place: string, count: string) => `${place} of ${count}`,

  photos: (count: number) => (count === 1 ? 'Photo' : plural(count, { one: '# photo', other: '# photos' })),
  videos: (count: number) => (count === 1 ? 'Video' : plural(count, { one: '# video', other: '# videos' })),
  sounds: (count: number) =>
    count === 1 ? 'Audio' : plural(count, { one: '# recording', other: '# recordings' }),
  files: (count: number) => plural(count, { one: '# file', other: '# files' }),
}
