/** What is known of a file by looking at it here. */
export type Measures = { width?: number; height?: number; durationMs?: number }

/** Beyond this, in milliseconds, a browser that has not said it does not know it. */
const PATIENCE_MS = 5_000

/** The kinds of pictures that servers show as such. */
const PICTURES = /^image\/(jpeg|png|gif|webp|avif)$/

/** Whether a file is shown as the picture it is. */
export const isPicture = (mediaType: string): boolean => PICTURES.test(mediaType)

/** Measures a picture, a film or a recording by what the browser reads of its beginning. Nothing where it cannot. */
export async function measure(mediaType: string, address: string): Promise<Measures> {
  if (isPicture(mediaType)) {
    const image = new Image()
    image.src = address
    await loaded(image, 'load')
    return sizeOf(image.naturalWidth, image.naturalHeight)
  }
  const [kind] = mediaType.split('/')
  if (kind !== 'audio' && kind !== 'video') return {}
  const media = document.createElement(kind)
  media.preload = 'metadata'
  media.src = address
  await loaded(media, 'loadedmetadata')
  const durationMs = Math.round(media.duration * 1_000)
  const size = media instanceof HTMLVideoElement ? sizeOf(media.videoWidth, media.videoHeight) : {}
  media.removeAttribute('src')
  media.load()
  // A week is the longest the protocol knows; a stream has no end.
  return durationMs > 0 && durationMs <= 604_800_000 ? { ...size, durationMs } : size
}

const sizeOf = (width: number, height: number): Measures =>
  width > 0 && height > 0 && width <= 65_535 && height <= 65_535 ? { width, height } : {}

function loaded(element: HTMLElement, event: string): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PATIENCE_MS)
    const end = () => {
      clearTimeout(timer)
      resolve()
    }
    element.addEventListener(event, end, { once: true })
    element.addEventListener('error', end, { once: true })
  })
}
