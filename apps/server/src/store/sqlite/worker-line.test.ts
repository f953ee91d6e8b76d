import { expect, onTestFinished, test, vi } from 'vitest'
import { QUESTIONS_PENDING_MAX } from '../../limits.ts'
import { StoreUnavailable } from '../store.ts'
import { openWorkerLine } from './worker-line.ts'

// A thread that answers with what it was asked, or dies of it.
const FRAIL = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', (message) => {
      if (message === 'close') return parentPort.close()
      for (const question of message) answer(question)
    })
    function answer(message) {
      const { changes } = JSON.parse(message.text)
      if (changes === 'die') throw new Error('No more.')
      if (changes === 'never') return
      if (changes === 'fail') return parentPort.postMessage([{ id: message.id, ok: false, reason: 'The disk is full.' }])
      parentPort.postMessage([{ id: message.id, ok: true, text: JSON.stringify(changes) }])
    }
  `)}`,
)

function aLine() {
  const line = openWorkerLine(FRAIL, null)
  onTestFinished(() => line.close())
  return { ...line, say: (words: string) => line.ask({ kind: 'commit', changes: words as never }) }
}

test('answers find their questions, and a failure is the one of its question', async () => {
  const { say } = aLine()
  const answers = await Promise.allSettled([say('one'), say('fail'), say('two')])
  expect(answers).toEqual([
    { status: 'fulfilled', value: 'one' },
    { status: 'rejected', reason: new StoreUnavailable('The disk is full.') },
    { status: 'fulfilled', value: 'two' },
  ])
})

test('when the thread dies, everything unanswered is unavailable, and another thread takes over', async () => {
  const { say } = aLine()
  const answers = await Promise.allSettled([say('one'), say('never'), say('die'), say('two')])
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
  await expect(say('too soon')).rejects.toThrow(StoreUnavailable)
  await vi.waitFor(async () => expect(await say('again')).toBe('again'), { timeout: 5_000 })
})

test('a line whose thread has died can be closed', async () => {
  const { say, close } = aLine()
  await expect(say('die')).rejects.toThrow(StoreUnavailable)
  await close()
  await expect(say('anybody there')).rejects.toThrow('closed')
})

test('[D10] no more waits for a thread than it may', async () => {
  const { say } = aLine()
  // Their rejections at the end are no fault of this test.
  void Promise.allSettled(Array.from({ length: QUESTIONS_PENDING_MAX }, () => say('never')))
  await expect(say('one too many')).rejects.toThrow('Too much')
})
