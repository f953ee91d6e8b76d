import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const devices = {
  title: '別の端末',
  carry: '持っていく',
  carryMeans:
    '別の端末でこのコードを読み取ってください。またはその端末でConfabを開き、「アカウント」を選び、コードで続けます。名前、ルーム、どこまで読んだかが引き継がれます。',
  nothingToCarry: 'まだ引き継ぐものがありません。まずルームに入ってください。',
  goodUntil: (time) =>
    `${time}まで、一度だけ使えます。使った人はあなたになるので、誰にも見せないでください。`,
  qrLabel: '別の端末で開くためのQRコード',
  over: 'コードの期限が切れました。',
  another: '新しいコード',
  tryAgain: 'もう一度',
  take: 'ここで続ける',
  takeMeans:
    'すでにルームに入っている端末で「アカウント」から別の端末に持っていくことを選ぶと、コードが表示されます。それをここに入力してください。',
  arrived: '別の端末から来ました。同じ人として、同じルームで続けられます。',
  orTake: 'または、別の端末で始めたものをここで続ける',
  code: '別の端末のコード',
  youAre: (names, rooms) => `あなたは${names}さんです（${rooms}）。`,
  inRooms: (count) => plural(count, { other: '#ルーム' }),
  takeNow: 'ここで続ける',
  leaves: (rooms) =>
    plural(rooms, {
      other:
        'このブラウザーはすでに#件のルームに参加しています。続けると、それらのルームから完全に離れ、未送信のものは失われます。',
    }),
  leaveAndTake: '離れて、ここで続ける',
  notACode: 'コードは10文字の英数字です。',
  notGood: 'このコードは期限切れか、正しくありません。別の端末で新しいコードを作ってください。',
  tooMany: '試行が多すぎます。1分ほど待ってください。',
  noAnswer: 'サーバーが応答しません。少し待って、もう一度お試しください。',
  keepsNothing: 'このブラウザーは何も保存しないため、ここで続けることはできません。',
} satisfies MoreWords['devices']
