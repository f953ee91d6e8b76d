/** A body's length in UTF-16 units, as an editor counts. Fits a frame three times over, whatever the script. */
export const BODY_LENGTH_MAX = 8_000

/** Kinds of reactions to one message: more is a wall nobody reads. */
export const REACTION_KINDS_MAX = 20

/** Members named in each kind of reaction: what a tooltip shows. */
export const REACTORS_LISTED_MAX = 10

/** Members named in the answer to who is banned. */
export const BANNED_FETCHED_MAX = 200

/** Members named in the answer to who reacted. */
export const REACTORS_FETCHED_MAX = 200

/** An emoji's length in UTF-16 units; the longest there is, a family or a flag of a region, has 14. */
export const EMOJI_LENGTH_MAX = 32

/** Pinned messages of a room: a shelf, not a second history. They travel with the room's record. */
export const PINS_MAX = 25

/** Times one message may be edited; every earlier text is kept. */
export const EDITS_MAX = 50

/** Members one message can mention so that they are told. */
export const MENTIONS_MAX = 20

/** Files of one message: a day's photos; more go into the next one. */
export const FILES_PER_MESSAGE_MAX = 10

/** A file name's length in UTF-16 units: two lines of a tile. */
export const FILE_NAME_LENGTH_MAX = 120

/** Bytes of one piece of an upload: what a proxy that was told nothing lets through. */
export const UPLOAD_PIECE_BYTES_MAX = 1024 * 1024

/** How long an upload may take, and then wait for its post, before it is thrown away, in milliseconds. */
export const UPLOAD_EXPIRES_MS = 3_600_000

/** Files one command may ask for links to. */
export const FILE_LINKS_MAX = 100

/** Records of each kind that one command may ask for by their ids. */
export const LOOKED_UP_MAX = 50

/** Characters of a search: far more than anybody types. */
export const SEARCH_QUERY_LENGTH_MAX = 200

/** Results of one search; further ones are asked for. With an excerpt each they fill half a frame at most. */
export const SEARCH_RESULTS_MAX = 30

/** A name's length in UTF-16 units, counted after NFKC, which can grow a text eighteenfold. */
export const NAME_LENGTH_MAX = 32

/** A room title's length in UTF-16 units: one line on a wide screen. */
export const TITLE_LENGTH_MAX = 80

/** Bytes of a client's frame once it has said hello: the longest body, escaped, with room to spare. */
export const FRAME_BYTES_MAX = 64 * 1024

/** Bytes of a client's first frame: a stranger is heard briefly. A hello that resumes 50 rooms is at most 5.8 KB. */
export const HELLO_BYTES_MAX = 8 * 1024

/** Rooms one connection may be in. Bounds a hello (up to 115 bytes a room) and the heads in a heartbeat. */
export const ROOMS_PER_CONNECTION_MAX = 50

/** Records of one page: a phone's screen five times over, and a few dozen KiB. */
export const PAGE_RECORDS_MAX = 50

/** Bytes of one page's records; a page of long messages has fewer of them. On a line of 20 kB/s it takes three seconds. */
export const PAGE_BYTES_MAX = 64 * 1024

/** Characters of the newest message that a summary shows: one line of a list. */
export const SUMMARY_BODY_LENGTH_MAX = 200

/** Records of one resume before it becomes a reset. Beyond this a fresh page is smaller than the difference. */
export const REPLAY_RECORDS_MAX = 500

/** Bytes of one resume before it becomes a reset. */
export const REPLAY_BYTES_MAX = 1024 * 1024

/** Bytes of one span of a replay; the next goes out once this one has left. */
export const SPAN_BYTES_MAX = 64 * 1024

/** The longest somebody is muted at a time, in milliseconds: a week. For longer there is the role of a reader. */
export const MUTE_MS_MAX = 7 * 24 * 60 * 60 * 1000

/** Members a room can be limited to: fewer than two are no conversation, and what is counted for each newcomer has to end. */
export const ROOM_CAPACITY_MIN = 2
export const ROOM_CAPACITY_MAX = 10_000

/** How long a room may keep what is said, in hours: from one to a year. For ever is no number. */
export const KEPT_HOURS_MIN = 1
export const KEPT_HOURS_MAX = 366 * 24

/** How many of the messages that are there already a room may show to whoever becomes a member, if it does not show them all. */
export const NEWCOMERS_SEE_MAX = 1_000

/** How long a room may make its members wait between two posts, in milliseconds: from what nobody notices to an hour. */
export const SLOW_MS_MIN = 1_000
export const SLOW_MS_MAX = 3_600_000

/** Characters of a password on the wire; as people count them it has 128 at most, some of which take several. */
export const PASSWORD_LENGTH_MAX = 512

/** Letters of a recovery code at five bits each: 80 bits, so that a plain hash is enough and nobody guesses one. */
export const RECOVERY_CODE_LENGTH = 16

/** Characters of a recovery code as somebody may type it, with spaces and lines between its letters. */
export const RECOVERY_CODE_TYPED_MAX = 128

/** How long somebody waits to be let into a room, and how long they may then take to come, in milliseconds. */
export const KNOCK_LIFE_MS = 10 * 60_000

/** Those who wait to be let into one room, so that a crowd cannot fill the screen of those who lead it. The next is told to try later. */
export const KNOCKS_PER_ROOM_MAX = 20

/** How long a room is guarded, in milliseconds: then whoever is new knocks, and nobody has to think of ending it. */
export const GUARD_MS = 60 * 60_000

/** Members put out by one cleaning up: a raid by what one address may bring in, and records of a few frames. */
export const CLEAN_UP_MEMBERS_MAX = 500

/** How long the code of a hand-off is good, in milliseconds. */
export const HANDOFF_LIFE_MS = 5 * 60_000

/** Rooms that come along to another device: more than a list shows with sense. */
export const HANDED_ROOMS_MAX = 500

/** Names told of an identity before it is taken over; with more, people know which one it is. */
export const HANDED_NAMES_MAX = 3

/** Names of those who lead a room told before it is entered: more is a list nobody reads. */
export const CONTRACT_LEADERS_MAX = 5

/** Devices in the list of one's own. */
export const DEVICES_LISTED_MAX = 100

/** Devices signed out by one request. */
export const DEVICES_ENDED_MAX = 100

/** Characters of the note somebody writes to a report: what happened, in some sentences. */
export const REPORT_NOTE_LENGTH_MAX = 1_000

/** Entries of what leaders did in a room, in one answer: some screens full. */
export const DEEDS_PAGE_MAX = 50

/** How long messages that were erased can be brought back, in milliseconds. Then they are gone for good. */
export const ERASED_KEPT_MS = 60 * 60_000

/** How much longer the bytes of their files are kept, in milliseconds: what is brought back at the last moment has them. */
export const ERASED_FILES_GRACE_MS = 60_000

/** Names listed in one presence event. The count stays exact above it; a longer list nobody reads. */
export const PRESENCE_LISTED_MAX = 200

/** Unread messages are counted up to here and shown as "99+". */
export const UNREAD_COUNTED_MAX = 100

/** Posts one browser keeps unacked per room. An hour of steady typing offline. */
export const OUTBOX_POSTS_MAX = 500

/** Spans' changes a client holds above a hole while it asks for the rest; past it, it resumes from its cursor. */
export const HELD_CHANGES_MAX = 200

/** How long a connection may stay silent before its hello, in milliseconds. */
export const HELLO_TIMEOUT_MS = 5_000

/** Time between two heartbeats, in milliseconds. Below the 30 s after which common proxies cut an idle line. */
export const HEARTBEAT_MS = 25_000

/** How long a heartbeat may wait for its answer, in milliseconds; two misses end the connection. */
export const HEARTBEAT_ANSWER_MS = 10_000

/** A client that hears nothing for this long reconnects, in milliseconds: one heartbeat, its jitter and a slow line. */
export const SILENCE_MS = 40_000

/** How long a probe may wait for its answer before the line counts as dead, in milliseconds. */
export const PROBE_ANSWER_MS = 3_000

/** How long a post may wait for its ack before its outcome counts as unknown, in milliseconds. */
export const ACK_TIMEOUT_MS = 10_000

/** Somebody whose last connection went away still counts as here for this long, in milliseconds: a reload is no farewell. */
export const PRESENCE_GRACE_MS = 12_000

/** A person types on: the sign is repeated at most this often, in milliseconds. */
export const TYPING_REPEAT_MS = 3_000

/** Somebody reads on: how far is said at most this often, in milliseconds, and once more when they look away. */
export const READ_REPEAT_MS = 2_000

/** A typing sign not repeated for this long is over, in milliseconds. */
export const TYPING_EXPIRES_MS = 6_000

/** Characters of an endpoint of a push service: several times the longest there is. */
export const PUSH_ENDPOINT_LENGTH_MAX = 2_000

/** Characters of a language tag that comes with a push subscription; `zh-Hant-HK` has ten. */
export const PUSH_LANGUAGE_LENGTH_MAX = 35

/** Characters of a message that a push note shows, as people count them: what fits a notification. */
export const PUSH_EXCERPT_LENGTH_MAX = 140
