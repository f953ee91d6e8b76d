/** Two tones, a fourth apart, each as soft as a struck glass. */
const TONES_HZ = [659.26, 880]
const TONE_APART_S = 0.13
const TONE_LENGTH_S = 0.5
const VOLUME = 0.12

/** Not more often than this, in milliseconds: what comes together is one call. */
export const PAUSE_MS = 2_000

/** What became of a call: `locked` means that the browser lets no page sound before somebody has pressed something in it. */
export type Chimed = 'played' | 'too-soon' | 'locked'

/** The sound of being called, made on the spot: there is nothing to load. */
export class Chime {
  #context: AudioContext | null = null
  #playedAt = Number.NEGATIVE_INFINITY

  /** Plays, unless it did a moment ago. `isWanted` is for a press that asks to hear it. */
  async play({ isWanted = false } = {}): Promise<Chimed> {
    const now = performance.now()
    if (!isWanted && now - this.#playedAt < PAUSE_MS) return 'too-soon'
    // Made without a press before it, a context would stay locked, and the browser would complain in its console.
    if (!this.#context && !navigator.userActivation?.hasBeenActive && !isWanted) return 'locked'
    if (!('AudioContext' in globalThis)) return 'locked'
    this.#context ??= new AudioContext()
    const context = this.#context
    // One that may not begin waits for ever.
    if (context.state !== 'running')
      await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 300))])
    if (context.state !== 'running') return 'locked'
    this.#playedAt = now
    for (const [index, frequency] of TONES_HZ.entries())
      strike(context, frequency, context.currentTime + 0.02 + index * TONE_APART_S)
    return 'played'
  }
}

function strike(context: AudioContext, frequency: number, at: number): void {
  const tone = new OscillatorNode(context, { type: 'sine', frequency })
  const loudness = new GainNode(context, { gain: 0 })
  loudness.gain.setValueAtTime(0, at)
  loudness.gain.linearRampToValueAtTime(VOLUME, at + 0.012)
  loudness.gain.exponentialRampToValueAtTime(0.0005, at + TONE_LENGTH_S)
  tone.connect(loudness).connect(context.destination)
  tone.start(at)
  tone.stop(at + TONE_LENGTH_S)
}
